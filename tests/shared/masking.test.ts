import t from 'tap';
import { maskAccountNumber, maskIdentityNumber, maskPhone } from '../../src/shared/masking.js';

t.test('ID-08: of an identity number the first six and last four are shown', async (t) => {
  t.equal(maskIdentityNumber('11010519491231002X'), '110105********002X');
  t.equal(maskIdentityNumber('110105491231002'), '110105*****1002', 'old number of 15 digits');
  t.equal(maskIdentityNumber('12345678901'), '123456*8901', 'the shortest that hides something');
  t.equal(maskIdentityNumber('1234567890'), '**********', 'too short to show anything');
  t.equal(maskIdentityNumber(''), '');
});

t.test('CP-05: of an account number the last four are shown', async (t) => {
  t.equal(maskAccountNumber('1208020019200123456'), '***************3456');
  t.equal(maskAccountNumber('12345678'), '****5678');
  t.equal(maskAccountNumber('1234567'), '*******', 'four of seven would be most of it');
});

t.test('CP-05: of a phone the first three and last four are shown', async (t) => {
  t.equal(maskPhone('13800138000'), '138****8000');
  t.equal(maskPhone('+8613800138000'), '+86*******8000');
  t.equal(maskPhone('82345678'), '******78', 'without area code');
  t.equal(maskPhone('1'), '*');
});

t.test('characters beyond the basic plane are counted and shown whole', async (t) => {
  t.equal(maskAccountNumber('𠮷𠮷𠮷𠮷𠮷𠮷𠮷𠮷'), '****𠮷𠮷𠮷𠮷');
  t.equal(maskPhone('𠮷12'), '*12');
});
