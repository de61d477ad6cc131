// Zod's messages in fifty languages are half of its load time. The English ones it requires apart.
module.exports = require("./lazily.cjs").lazily("zod/v4/locales/index.cjs", { isNamespace: true });
