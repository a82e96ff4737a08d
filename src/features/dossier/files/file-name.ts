const NAME_LENGTH_MAX = 150;
/** Control characters, and those that turn the direction of writing: `gnp.exe` must not read as `exe.png`. */
// eslint-disable-next-line no-control-regex
const UNWANTED = /[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g;

/** The last part of a path, without what may deceive or be stored nowhere; `file` where nothing is left. */
export function cleanFileName(given: string): string {
  const last = given.normalize('NFC').toWellFormed().split(/[/\\]/).at(-1) ?? '';
  const clean = Array.from(last.replace(UNWANTED, '').trim()).slice(0, NAME_LENGTH_MAX).join('');
  return /^\.*$/.test(clean) ? 'file' : clean;
}
