// Writes segments.json: texts with the encoding, units and parts that the carrier's own calculator counts for them. See README.md.
'use strict';

const fs = require('fs');
const path = require('path');
const { SegmentedMessage } = require('sms-segments-calculator');

const cases = [];

function add(group, text) {
  const m = new SegmentedMessage(text, 'auto', false);
  const bits = m.encodingName === 'GSM-7' ? 7 : 16;
  cases.push({ group, text, encoding: m.encodingName, units: m.messageSize / bits, parts: m.segmentsCount });
}

// A small linear congruential generator, so that every run writes the same texts.
let state = 20260701;
function random(n) {
  state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
  return Math.floor((state / 4294967296) * n);
}

function mixed(pool, length) {
  let text = '';
  for (let i = 0; i < length; i++) text += pool[random(pool.length)];
  return text;
}

const gsmBoundaries = [1, 2, 152, 153, 154, 159, 160, 161, 305, 306, 307, 458, 459, 460, 611, 612, 613, 1529, 1530, 1531];
for (const n of gsmBoundaries) add('gsm', 'a'.repeat(n));

for (let code = 1; code < 0x180; code++) add('one character', String.fromCharCode(code));
for (const c of ['€', 'Δ', 'Φ', 'Γ', 'Λ', 'Ω', 'Π', 'Ψ', 'Σ', 'Θ', 'Ξ', '’', '“', '–', '…', '中', '，', '😀', '½', 'ΑΒ']) add('one character', c);

for (const c of ['€', '{', '|', '\\', '~', '^', '[']) {
  for (const n of [150, 151, 152, 153, 157, 158, 159, 160, 304, 305, 306]) {
    add('extended at a boundary', 'a'.repeat(n) + c);
    add('extended at a boundary', 'a'.repeat(n) + c + 'bc'.repeat(5));
  }
}
for (const n of [75, 76, 77, 78, 79, 80, 81, 152, 153, 154, 229, 230]) add('extended only', '€'.repeat(n));

const ucsBoundaries = [1, 2, 66, 67, 68, 69, 70, 71, 133, 134, 135, 200, 201, 202, 267, 268, 269, 800];
for (const n of ucsBoundaries) add('chinese', '火'.repeat(n));

for (const n of [32, 33, 34, 35, 36, 66, 67, 68, 99, 100, 101]) add('emoji', '😀'.repeat(n));
for (const n of [64, 65, 66, 67, 68, 69, 70, 131, 132, 133, 134, 135, 199, 200, 201]) {
  add('emoji at a boundary', '水'.repeat(n) + '🔥');
  add('emoji at a boundary', '水'.repeat(n) + '🔥' + '电'.repeat(4));
  add('emoji at a boundary', 'a'.repeat(n) + '🔥' + 'b'.repeat(70));
}

const clusters = ['👨‍👩‍👧‍👦', '👍🏽', '🇨🇳', '1️⃣', 'e\u0301', '☎️', '🏳️‍🌈', 'கி', '각'.normalize('NFD')];
for (const c of clusters) {
  add('cluster', c);
  for (const n of [60, 63, 65, 66, 67, 69, 129, 132, 133]) {
    add('cluster at a boundary', '楼'.repeat(n) + c + '层'.repeat(10));
  }
  // Two parts exactly, were they full: a cluster that may not be split across them makes three.
  for (const n of [62, 64, 65, 66, 67]) add('cluster across two full parts', '楼'.repeat(n) + c + '层'.repeat(134 - n - c.length));
}

const pools = {
  plain: [...'abcdefghijklmnopqrstuvwxyz ABC 0123456789.,!?'],
  gsm: [...'aàäöñüÉæß£¥@_Ωabcdefg 123{}[]€|~^\\\n'],
  english: [...'abcdefghij 123.,’–é'],
  chinese: [...'三栋十二层火情确认到场回复，。abc 123'],
  astral: [...'火🔥a😀水🚒 1'],
};
for (const [name, pool] of Object.entries(pools)) {
  for (const length of [10, 60, 68, 70, 75, 134, 140, 152, 158, 162, 300, 310, 460, 700]) add('mixed ' + name, mixed(pool, length));
}

const sentences = [
  'FIRE Riverside, Building 3 floor 12: smoke in the corridor. You: SECURITY. Reply K7M 1 accept, 5 cannot, 7 danger.',
  '2nd call. FIRE Riverside, Building 3 floor 12: smoke in the corridor. You: SECURITY, EVACUATION. Reply K7M 1 accept, 2 n there in n minutes, 5 cannot, 6 need help, 7 danger.',
  '火情 滨江苑 3栋12层：走廊有烟。您的岗位：安全警戒组。回K7M 1接受，5不能，7危险',
  '第2次 火情 滨江苑 3栋12层：走廊有烟。您的岗位：安全警戒组、疏散组。回K7M 1接受，2 n n分钟到，5不能，6需要支援，7危险。集合点：东门',
  'Not accepted yet: reply 1 / 未接受，回1接受',
  'DRILL / 演练: nobody has to leave.\r\nReply K7M 1\nline three',
  'Café “Zur Post” – 3rd floor…',
];
for (const s of sentences) add('sentence', s);

const lines = cases.map((c) => JSON.stringify(c)).join(',\n');
fs.writeFileSync(path.join(__dirname, 'segments.json'), '[\n' + lines + '\n]\n');
