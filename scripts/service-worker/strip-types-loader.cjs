/** Webpack loader: TypeScript with erasable syntax to JavaScript, by Node's own type stripping. */
const { stripTypeScriptTypes } = require("node:module");

module.exports = function stripTypes(source) {
  return stripTypeScriptTypes(source, { mode: "strip" });
};
