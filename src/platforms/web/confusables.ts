/**
 * Characters that look like one or two letters or digits of ASCII: those of confusables.txt of Unicode 18.0 (UTS 39) that
 * are letters, digits or signs, and that NFKD leaves as they are. 692 of 6712, because only names are compared by them.
 */

/** What they look like, and which they are. */
export const CONFUSABLES: Readonly<Record<string, string>> = {
  '10': '\u{23e8}',
  '2': '\u{1a7}\u{3e8}\u{10c7}\u{14bf}\u{1616}\u{1cb7}\u{a644}\u{a6ef}\u{a75a}\u{1ccf2}',
  '3': '\u{1b7}\u{21c}\u{417}\u{4e0}\u{545}\u{969}\u{ae9}\u{1702}\u{1c95}\u{2c9c}\u{2cc4}\u{2ccc}\u{a76a}\u{a7ab}\u{118ca}\u{16f3b}\u{1ccf3}\u{1d206}',
  '4': '\u{13ce}\u{ab9e}\u{118af}\u{16e82}\u{1ccf4}',
  '5': '\u{1bc}\u{118bb}\u{1ccf5}',
  '6': '\u{3ec}\u{431}\u{13ee}\u{2cd2}\u{2cd3}\u{2cdc}\u{a543}\u{abbe}\u{118d5}\u{1ccf6}',
  '7': '\u{172a}\u{1c84}\u{104d2}\u{118c6}\u{16e8a}\u{1ccf7}\u{1d1fe}\u{1d212}',
  '8': '\u{222}\u{223}\u{9ea}\u{a6a}\u{a589}\u{1031a}\u{169fe}\u{1ccf8}\u{1e8cb}',
  '9': '\u{9ed}\u{a67}\u{b68}\u{d6d}\u{2cca}\u{2ccb}\u{a76e}\u{a76f}\u{118ac}\u{118cc}\u{118d6}\u{169c1}\u{1ccf9}\u{1e2f2}',
  A: '\u{391}\u{410}\u{13aa}\u{15c5}\u{a4ee}\u{102a0}\u{16f40}\u{1ccd6}\u{1df6a}',
  AA: '\u{a732}',
  AE: '\u{c6}\u{4d4}',
  AO: '\u{a734}',
  AR: '\u{1f707}',
  AU: '\u{a736}',
  AV: '\u{a738}\u{a73a}',
  AY: '\u{a73c}',
  B: '\u{392}\u{412}\u{13f4}\u{15f7}\u{2c82}\u{a4d0}\u{a557}\u{a7b4}\u{10282}\u{102a1}\u{10301}\u{1ccd7}',
  C: '\u{421}\u{13df}\u{2ca4}\u{a4da}\u{102a2}\u{10302}\u{10415}\u{1051b}\u{118e9}\u{118f2}\u{1ccd8}\u{1f74c}',
  D: '\u{13a0}\u{15de}\u{15ea}\u{a4d3}\u{1ccd9}',
  E: '\u{395}\u{415}\u{13ac}\u{22ff}\u{2d39}\u{a4f0}\u{a5cb}\u{10286}\u{118a6}\u{118ae}\u{1ccda}\u{1df81}',
  F: '\u{3dc}\u{7d3}\u{15b4}\u{a4dd}\u{a798}\u{10287}\u{102a5}\u{10525}\u{118a2}\u{118c2}\u{1ccdb}\u{1d213}',
  G: '\u{50c}\u{13c0}\u{13f3}\u{a4d6}\u{1ccdc}',
  H: '\u{397}\u{41d}\u{13bb}\u{157c}\u{2c8e}\u{a4e7}\u{102cf}\u{1ccdd}',
  J: '\u{37f}\u{408}\u{13ab}\u{148d}\u{a4d9}\u{a7b2}\u{1ccdf}',
  K: '\u{39a}\u{41a}\u{13e6}\u{16d5}\u{2c94}\u{a4d7}\u{10518}\u{1cce0}',
  L: '\u{13de}\u{14aa}\u{2cd0}\u{a4e1}\u{1041b}\u{10526}\u{118a3}\u{118b2}\u{16f16}\u{1cce1}\u{1d22a}',
  M: '\u{39c}\u{3fa}\u{41c}\u{13b7}\u{15f0}\u{16d6}\u{2c98}\u{a4df}\u{102b0}\u{10311}\u{10c21}\u{1cce2}',
  MB: '\u{1f76b}',
  N: '\u{39d}\u{2c9a}\u{a4e0}\u{10513}\u{11abe}\u{1cce3}',
  O: '0\u{39f}\u{41e}\u{555}\u{7c0}\u{b20}\u{ce6}\u{12d0}\u{1cbf}\u{2c9e}\u{2d54}\u{3007}\u{a4f3}\u{10292}\u{102ab}\u{1030f}\u{10404}\u{104c2}\u{10516}\u{10c17}\u{118b5}\u{118e0}\u{11de0}\u{16ae9}\u{1cce4}\u{1ccf0}\u{1e140}\u{1e2f0}',
  OE: '\u{152}',
  OO: '\u{a698}\u{a74e}',
  Oy: '\u{478}',
  P: '\u{3a1}\u{420}\u{13e2}\u{146d}\u{2ca2}\u{2cce}\u{a4d1}\u{10295}\u{1cce5}',
  Q: '\u{51a}\u{2d55}\u{1cce6}',
  QE: '\u{1f700}',
  R: '\u{1a6}\u{24c}\u{13a1}\u{13d2}\u{1587}\u{a4e3}\u{104b4}\u{16f35}\u{1cce7}\u{1d216}',
  S: '\u{405}\u{54f}\u{10bd}\u{10fd}\u{13d5}\u{13da}\u{1cbd}\u{a4e2}\u{a576}\u{10296}\u{10420}\u{16ad6}\u{16f3a}\u{1cce8}',
  T: '\u{3a4}\u{422}\u{7e0}\u{13a2}\u{22a4}\u{27d9}\u{2ca6}\u{3112}\u{4e05}\u{a4d4}\u{a50b}\u{10297}\u{102b1}\u{10315}\u{118bc}\u{16f0a}\u{1cce9}\u{1d373}\u{1f768}',
  T3: '\u{a728}',
  U: '\u{54d}\u{1200}\u{144c}\u{222a}\u{22c3}\u{a4f4}\u{104ce}\u{118b8}\u{16f42}\u{1ccea}',
  V: '\u{474}\u{667}\u{6f7}\u{13d9}\u{142f}\u{2d38}\u{a4e6}\u{a6df}\u{1051d}\u{10c1f}\u{118a0}\u{16f08}\u{1cceb}\u{1cefc}\u{1d20d}\u{1e145}',
  VB: '\u{1f76c}',
  W: '\u{51c}\u{13b3}\u{13d4}\u{a4ea}\u{118e6}\u{118ef}\u{1ccec}\u{1d20c}',
  X: '\u{3a7}\u{425}\u{166d}\u{16b7}\u{1cf5}\u{2573}\u{2cac}\u{2d5d}\u{a4eb}\u{a7b3}\u{10290}\u{102b4}\u{10317}\u{10322}\u{10527}\u{10c13}\u{10c82}\u{10cfc}\u{118ec}\u{1cced}',
  Y: '\u{3a5}\u{423}\u{4ae}\u{7cc}\u{13a9}\u{13bd}\u{2ca8}\u{311a}\u{4e2b}\u{a4ec}\u{102b2}\u{10c20}\u{118a4}\u{16f43}\u{1ccee}',
  Z: '\u{396}\u{10cd}\u{13c3}\u{2c6b}\u{2c8c}\u{a4dc}\u{a6c9}\u{102f5}\u{10507}\u{118a9}\u{118e5}\u{11abc}\u{1ccef}',
  a: '\u{251}\u{3b1}\u{430}\u{237a}\u{ab64}\u{1df5a}',
  aa: '\u{a733}',
  ae: '\u{e6}\u{4d5}',
  ao: '\u{a735}',
  au: '\u{a737}',
  av: '\u{a739}\u{a73b}',
  ay: '\u{a73d}',
  b: '\u{184}\u{42c}\u{7d5}\u{13cf}\u{1472}\u{15af}\u{1031c}\u{16eb6}\u{1d207}',
  bl: '\u{42b}',
  c: '\u{441}\u{1004}\u{105a}\u{1c83}\u{1d04}\u{2ca5}\u{abaf}\u{1043d}\u{1d134}',
  co: '\u{ab43}',
  d: '\u{501}\u{13e7}\u{146f}\u{a4d2}\u{1018b}',
  dz: '\u{2a3}',
  e: '\u{435}\u{4bd}\u{212e}\u{ab32}',
  f: '\u{192}\u{284}\u{584}\u{1e9d}\u{a799}\u{ab35}\u{1017e}',
  g: '\u{18d}\u{261}\u{581}\u{1d83}',
  h: '\u{4ba}\u{4bb}\u{570}\u{10b9}\u{13c2}',
  i: '\u{a1}\u{131}\u{269}\u{26a}\u{3b9}\u{456}\u{582}\u{13a5}\u{2373}\u{2c93}\u{a647}\u{ab75}\u{118c3}',
  ie: '\u{1df5d}',
  j: '\u{237}\u{3f3}\u{458}\u{575}',
  l: '1I|\u{196}\u{1c0}\u{399}\u{406}\u{4c0}\u{4cf}\u{5c0}\u{5d5}\u{5df}\u{627}\u{661}\u{6f1}\u{7ca}\u{964}\u{104a}\u{16c1}\u{16d0}\u{21bf}\u{2223}\u{23fd}\u{2502}\u{2503}\u{2c92}\u{2d4a}\u{2d4f}\u{a4f2}\u{a56f}\u{a781}\u{a7ae}\u{a7fe}\u{a830}\u{a8ce}\u{aa5d}\u{1028a}\u{10309}\u{10320}\u{1050e}\u{10926}\u{10c3e}\u{10ca5}\u{10cfa}\u{11047}\u{110c0}\u{11141}\u{111c5}\u{113d4}\u{1144b}\u{115c5}\u{11641}\u{11c41}\u{11dda}\u{11de1}\u{16d63}\u{16eaa}\u{16f28}\u{1ccde}\u{1ccf1}\u{1d100}\u{1d377}\u{1e141}\u{1e8c7}\u{1ed01}',
  lL: '\u{1efa}',
  lO: '\u{42e}',
  ll: '\u{1c1}\u{5f0}\u{965}\u{104b}\u{2016}\u{2225}\u{a8cf}\u{11048}\u{110c1}\u{11142}\u{111c6}\u{113d5}\u{1144c}\u{11642}\u{11c42}\u{1d262}',
  ls: '\u{2aa}',
  lt: '\u{20b6}',
  lz: '\u{2ab}',
  n: '\u{578}\u{57c}',
  o: '\u{3bf}\u{3c3}\u{3ed}\u{43e}\u{585}\u{5e1}\u{647}\u{665}\u{6be}\u{6c1}\u{6d5}\u{6f5}\u{7cb}\u{840}\u{966}\u{9e6}\u{a66}\u{ae6}\u{b66}\u{be6}\u{c66}\u{d20}\u{d66}\u{e50}\u{ed0}\u{101d}\u{1040}\u{10ff}\u{17e0}\u{1a45}\u{1a80}\u{1a90}\u{1c82}\u{1d0f}\u{1d11}\u{2c9f}\u{ab3d}\u{1042c}\u{104ea}\u{1092c}\u{10d07}\u{11124}\u{114d0}\u{118c8}\u{118d7}',
  oe: '\u{153}',
  oi: '\u{1df5e}',
  oo: '\u{221e}\u{a699}\u{a74f}',
  ou: '\u{1df5f}',
  oy: '\u{479}',
  p: '\u{fe}\u{1bf}\u{3c1}\u{3f8}\u{440}\u{2374}\u{2ca3}\u{2ccf}',
  q: '\u{51b}\u{563}\u{566}',
  r: '\u{433}\u{1d26}\u{2c85}\u{ab47}\u{ab48}\u{ab81}\u{16a19}',
  rn: 'm\u{560}\u{11700}\u{118e3}',
  s: '\u{1bd}\u{455}\u{d1f}\u{a731}\u{abaa}\u{10448}\u{118c1}',
  tf: '\u{a777}',
  th: '\u{1df64}',
  ts: '\u{2a6}',
  u: '\u{28b}\u{3c5}\u{57d}\u{1d1c}\u{a79f}\u{ab4e}\u{ab52}\u{104f6}\u{118d8}',
  ue: '\u{1d6b}',
  uo: '\u{ab63}',
  v: '\u{3bd}\u{475}\u{5d8}\u{1d20}\u{2228}\u{22c1}\u{aba9}\u{11706}\u{118c0}',
  w: '\u{26f}\u{448}\u{461}\u{51d}\u{561}\u{1d21}\u{29e2}\u{2cbd}\u{a7fa}\u{ab83}\u{aba4}\u{1170a}\u{1170e}\u{1170f}\u{1df7d}',
  wh: '\u{1df65}',
  x: '\u{d7}\u{445}\u{1541}\u{157d}\u{166e}\u{1763}\u{292b}\u{292c}\u{2a2f}\u{10cc2}',
  y: '\u{263}\u{28f}\u{3b3}\u{443}\u{4af}\u{10e7}\u{1d8c}\u{1eff}\u{2ca9}\u{ab5a}\u{118c4}\u{118dc}',
  z: '\u{1d22}\u{2c6c}\u{2c8d}\u{2d2d}\u{ab93}',
};

/*
 * UNICODE LICENSE V3
 *
 * COPYRIGHT AND PERMISSION NOTICE
 *
 * Copyright © 1991-2024 Unicode, Inc.
 *
 * NOTICE TO USER: Carefully read the following legal agreement. BY
 * DOWNLOADING, INSTALLING, COPYING OR OTHERWISE USING DATA FILES, AND/OR
 * SOFTWARE, YOU UNEQUIVOCALLY ACCEPT, AND AGREE TO BE BOUND BY, ALL OF THE
 * TERMS AND CONDITIONS OF THIS AGREEMENT. IF YOU DO NOT AGREE, DO NOT
 * DOWNLOAD, INSTALL, COPY, DISTRIBUTE OR USE THE DATA FILES OR SOFTWARE.
 *
 * Permission is hereby granted, free of charge, to any person obtaining a
 * copy of data files and any associated documentation (the "Data Files") or
 * software and any associated documentation (the "Software") to deal in the
 * Data Files or Software without restriction, including without limitation
 * the rights to use, copy, modify, merge, publish, distribute, and/or sell
 * copies of the Data Files or Software, and to permit persons to whom the
 * Data Files or Software are furnished to do so, provided that either (a)
 * this copyright and permission notice appear with all copies of the Data
 * Files or Software, or (b) this copyright and permission notice appear in
 * associated Documentation.
 *
 * THE DATA FILES AND SOFTWARE ARE PROVIDED "AS IS", WITHOUT WARRANTY OF ANY
 * KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF
 * MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT OF
 * THIRD PARTY RIGHTS.
 *
 * IN NO EVENT SHALL THE COPYRIGHT HOLDER OR HOLDERS INCLUDED IN THIS NOTICE
 * BE LIABLE FOR ANY CLAIM, OR ANY SPECIAL INDIRECT OR CONSEQUENTIAL DAMAGES,
 * OR ANY DAMAGES WHATSOEVER RESULTING FROM LOSS OF USE, DATA OR PROFITS,
 * WHETHER IN AN ACTION OF CONTRACT, NEGLIGENCE OR OTHER TORTIOUS ACTION,
 * ARISING OUT OF OR IN CONNECTION WITH THE USE OR PERFORMANCE OF THE DATA
 * FILES OR SOFTWARE.
 *
 * Except as contained in this notice, the name of a copyright holder shall
 * not be used in advertising or otherwise to promote the sale, use or other
 * dealings in these Data Files or Software without prior written
 * authorization of the copyright holder.
 */
