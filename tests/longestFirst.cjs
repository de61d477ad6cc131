// Without the times of earlier runs, as in a fresh clone, jest begins with the largest file. The
// tests of the guides' command lines, of a fleet and of many repositories are small files and take
// longest, and would run alone at the end.
const { default: Sequencer } = require("@jest/test-sequencer");

const longest = /\/tests\/system\/(?:docs\/commandLines|fleet|manyRepositories)\.test\.ts$/;

module.exports = class LongestFirst extends Sequencer {
  sort(tests) {
    const rank = ({ path }) => (longest.test(path) ? 0 : 1);
    return [...super.sort(tests)].sort((a, b) => rank(a) - rank(b));
  }
};
