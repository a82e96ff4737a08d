import t from 'tap';
import { COURTS } from '../../../drizzle/reference-data/courts.js';
import { placeOfCourt } from '../../../src/law/filing/court-codes.js';

t.test('ID-03: level and court above are read off the code, as for every court that ships', (t) => {
  for (const { code, level, parentCode } of COURTS) {
    const place = placeOfCourt(code);
    t.same(place.ok ? place.value : place.code, { level, parentCode }, code);
  }
  for (const wrong of ['', '07', 'Z07', '浙7', '浙070', '浙07021', '浙江', '浙0A', ' 浙07', '浙07 ']) {
    const place = placeOfCourt(wrong);
    t.equal(place.ok ? 'accepted' : place.code, 'court-code-invalid', JSON.stringify(wrong));
  }
  t.end();
});
