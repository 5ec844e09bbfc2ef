// Control characters as pictures (`␛`), so that a text file does nothing to the terminal that prints it. Tab and line feed stay.

const controls = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]|\r\n?/g;

export const visibleControls = (text: string): string =>
  text.replace(controls, (char) => {
    if (char.startsWith('\r')) return '\n';
    const code = char.charCodeAt(0);
    if (code === 0x7f) return '␡';
    // C1 controls and direction marks have no pictures.
    return code < 0x20 ? String.fromCharCode(0x2400 + code) : '\ufffd';
  });
