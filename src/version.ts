// The program's name and version, from package.json at build time.

import packageJson from '../package.json' with {type: 'json'};

export const {version} = packageJson;
export const generator = `chatark ${version}`;
