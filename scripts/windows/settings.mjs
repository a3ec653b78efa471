// What binding.gyp says of the addon on Windows, for zig: there is one list of sources.
import { createRequire } from 'node:module';
import path from 'node:path';
import { loadLiteral } from '../cross/gyp.mjs';

/** @returns {{sources: string[], defines: string[], includes: string[]}} sources relative to `folder`. */
export function windowsSettings(folder) {
  const { variables, target_defaults: defaults } = loadLiteral(path.join(folder, 'binding.gyp'));
  const api = createRequire(import.meta.url).resolve('node-addon-api/package.json');
  return {
    sources: variables.windows_sources,
    // As the target node_addon_api_except_all of node-addon-api has it.
    defines: [...defaults.defines, 'NODE_ADDON_API_CPP_EXCEPTIONS_ALL', 'NAPI_CPP_EXCEPTIONS'],
    includes: [path.dirname(api)],
  };
}
