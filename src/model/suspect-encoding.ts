/** Why a text looks wrongly converted to Unicode. */
export type SuspectEncoding = 'lost' | 'utf8-twice' | 'tcvn3' | 'vni';

/**
 * Signs that no Vietnamese text carries, each narrow on purpose: a false alarm costs an operator's time, a missed one
 * only what is usual today.
 */
const signs: readonly (readonly [SuspectEncoding, RegExp])[] = [
  ['lost', /\uFFFD/],
  // UTF-8 bytes read as Latin-1 or Windows-1252: "Ã¡" for á, "Ä‘" for đ, "Æ°" for ư, "áº" and "á»" for ạ..ỹ.
  ['utf8-twice', /Ã[\u0080-\u00BF]|Ä[\u0080-\u009F‘]|Æ[°¡]|á[º»]/],
  // TCVN3 puts letters where Latin-1 has symbols: "V¨n" is Văn, "Hµ" is Hà, "ThÞ" is Thị, "®Êt" is đất.
  ['tcvn3', /\p{L}[¨µ¶¸¹¼¾¬Þþ]|\p{L}[©·»½§«×÷]\p{L}|®\p{L}/u],
  // VNI writes the accent as a second letter after a plain one: "Nguyeãn Vaên".
  ['vni', /[AaEe][ÙØÛÕÂÊÃÅÄÀÜùøûõâêãåäàü]/],
];

/** Which wrong conversion a text shows, or null. Only ever a reason to warn. */
export function suspectEncoding(text: string): SuspectEncoding | null {
  const composed = text.normalize('NFC');
  return signs.find(([, sign]) => sign.test(composed))?.[0] ?? null;
}
