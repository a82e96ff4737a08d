import t from 'tap';
import { networkOf, readAddress } from '../../src/platform/addresses.js';

t.test('an address is read in one form, whatever carries it', async (t) => {
  const CASES: readonly (readonly [text: string, wanted: string | undefined, why: string])[] = [
    ['127.0.0.1', '127.0.0.1', 'as it is'],
    ['203.0.113.9:51234', '203.0.113.9', 'some proxies add the port'],
    ['::1', '::1', 'as it is'],
    ['2001:DB8:0:0:0:0:0:1', '2001:db8::1', 'one form for one address'],
    ['[2001:db8::1]:443', '2001:db8::1', 'with port'],
    ['fe80::1%eth0', 'fe80::1', 'a zone is of the machine and of no caller'],
    [`fe80::1%${'z'.repeat(200)}`, 'fe80::1', 'however long'],
    ['::ffff:203.0.113.9', '203.0.113.9', 'IPv4 on a socket of both kinds'],
    ['::ffff:cb00:7109', '203.0.113.9', 'the same in hexadecimal'],
    ['::203.0.113.9', '::cb00:7109', 'the old compatible form is IPv6'],
    ['I-am-the-judge', undefined, 'a word'],
    ['', undefined, 'nothing'],
    ['203.0.113.256', undefined, 'beyond a byte'],
    ['203.0.113.9, 10.0.0.1', undefined, 'two'],
    ['1'.repeat(5000), undefined, 'long'],
    ['[::1', undefined, 'half a bracket'],
    ['unknown', undefined, 'what RFC 7239 allows'],
  ];
  for (const [text, wanted, why] of CASES) t.equal(readAddress(text), wanted, `${text.slice(0, 40)}: ${why}`);
});

t.test('a network is one address of IPv4 and a /64 of IPv6', async (t) => {
  t.equal(networkOf('203.0.113.9'), '203.0.113.9');
  t.equal(networkOf('2001:db8:1:2:3:4:5:6'), '2001:db8:1:2::/64');
  t.equal(networkOf('2001:db8:1:2::6'), '2001:db8:1:2::/64', 'any of its addresses');
  t.equal(networkOf('2001:db8:1::6'), '2001:db8:1::/64', 'zeros across the border');
  t.not(networkOf('2001:db8:1:2::6'), networkOf('2001:db8:1:3::6'), 'the next one is another');
  t.equal(networkOf('::1'), '::/64');
  t.equal(networkOf('fe80::1'), 'fe80::/64');
});
