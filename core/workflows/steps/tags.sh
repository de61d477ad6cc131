source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

: "${IMAGES:?}"

# The rules are those of pulumi-ghcr: text, with placeholders in double braces.
program=$(
  cat <<'JQ'
def sources: {tag: "version", version: "number", major: "number", minor: "number", patch: "number",
  commit: "commit", branch: "branch"};
def placeholder: "\\{\\{ ?(?<name>[^{}]*?) ?\\}\\}";
def names: [match(placeholder; "g").captures[0].string];
def needed: [names[] | sources[.] // empty];
def is_one_of($words): . as $word | $words | any(.[]; . == $word);
def needs_version: needed | any(.[]; is_one_of(["version", "number"]));
def is_only_numbers: names | any(.[]; is_one_of(["major", "minor", "patch"]))
  and all(.[]; is_one_of(["version", "tag"]) | not);

# https://semver.org, with an optional v as in git tags. An image's tag cannot contain a +.
def number: "(0|[1-9][0-9]*)";
def identifier: "(0|[1-9][0-9]*|[0-9]*[A-Za-z-][0-9A-Za-z-]*)";
def semantic: capture("\\Av?(?<version>(?<major>\(number))\\.(?<minor>\(number))\\.(?<patch>\(number))"
  + "(?<pre>-\(identifier)(\\.\(identifier))*)?)\\z") // null;

def hexadecimal: [recurse(if . < 16 then empty else . / 16 | floor end) % 16] | reverse
  | map("0123456789ABCDEF"[.:. + 1]) | "0" * ([4 - length, 0] | max) + add;
def shown: explode[0] as $point | "U+\($point | hexadecimal)" as $number
  | if $point > 126 then if test("[\\p{L}\\p{N}]") then "'\(.)' (\($number))" else $number end
    elif $point > 31 then "'\(.)'"
    else {"\n": "'\\n'", "\r": "'\\r'", "\t": "'\\t'"}[.] // $number end;
def tag_rule: "use up to 128 letters, digits, '.', '_' and '-', not starting with '.' or '-'";
def tag_problem:
  if . == "" then "is empty: \(tag_rule)"
  elif length > 0 and test("\\A[.-]|[^A-Za-z0-9._-]") then
    match("\\A[.-]|[^A-Za-z0-9._-]")
    | "has \(.string | shown) at character \(.offset + 1): \(tag_rule)"
  elif length > 128 then "has \(length) characters: \(tag_rule)"
  else null end;

def fill($version; $number; $values): . as $rule | needed as $needed
  | if any(names[]; in(sources) | not) then
      {wrong: "has an unknown placeholder; use one of: \([sources | keys_unsorted[] | "{{\(.)}}"] | join(", "))"}
    elif needs_version and $version == "" then
      {missing: "requires a version, but none is set"}
    elif ($needed | index("number")) and $number == null then
      {wrong: "requires a semantic version such as v1.2.3 or 1.2.3-rc.1, not '\($version)'; '{{tag}}' accepts any"}
    elif ($needed | index("commit")) and $values.commit == "" then
      {missing: "requires the commit, which is unknown"}
    elif ($needed | index("branch")) and $values.branch == "" then
      {missing: "requires the branch, which is unknown"}
    else
      gsub(placeholder; $values[.name]) | sub("\\A[.-]+"; "")
      | tag_problem as $problem
      | if $problem == null then {tag: .} else {wrong: "gives '\(.)', which \($problem)"} end
    end
  | .rule = $rule;

env.VERSION as $version
| ($version | semantic) as $number
| (($number // {}) + {
    tag: $version,
    commit: (env.COMMIT | split("-") | [(.[0] // "")[:7]] + .[1:] | join("-")),
    branch: (env.BRANCH | gsub("[^A-Za-z0-9._-]+"; "-"))
  }) as $values
| map(
    any(.tags[]; needs_version) as $is_versioned
    # A pre-release does not move latest or tags that contain only version numbers.
    | ($is_versioned and $number.pre != null) as $is_held_back
    | [.tags[] | select(($is_held_back and (. == "latest" or is_only_numbers)) | not)
        | fill($version; $number; $values)] as $filled
    | {
        name,
        tags: (reduce ($filled[].tag // empty) as $tag
          ([]; if index($tag) then . else . + [$tag] end)),
        wrong: [$filled[] | select(.wrong) | "'\(.rule)' \(.wrong)"],
        missing: [$filled[] | select(.missing) | "'\(.rule)' \(.missing)"]
      }
    | if .tags == [] and .wrong == [] and .missing == [] and $is_held_back then
        .wrong = ["gives no tag for the pre-release \($version): add '{{version}}' to the list"]
      else . end
  )
JQ
)
filled=$(VERSION=${VERSION-} COMMIT=${COMMIT-} BRANCH=${BRANCH-} jq --compact-output "$program" <<<"$IMAGES")

# list_messages KEY: two lines for each message: the image and the message.
list_messages() {
  jq --raw-output --arg key "$1" '.[] | .name as $name | .[$key][] | $name, .' <<<"$filled"
}

while IFS= read -r name && IFS= read -r message; do
  report_problem "$name: the tag" "$message" 'change the tags in the settings, or the tag in git'
done < <(list_messages wrong)
# A push to a branch has no version, and a push of a tag has no branch: rules that need them are
# skipped.
while IFS= read -r name && IFS= read -r message; do
  annotate notice "$name: a tag is skipped" "$message"
done < <(list_messages missing)
while IFS= read -r name; do
  report_problem "$name: no tag is left" 'All of its tags need a value that this run does not have.' \
    "add a tag that does not, such as 'latest' or '{{commit}}'"
done < <(jq --raw-output '.[] | select(.tags == [] and .wrong == []) | .name' <<<"$filled")
exit_if_problems

tags=$(jq --compact-output 'map({key: .name, value: .tags}) | from_entries' <<<"$filled")
jq --raw-output 'to_entries[] | "Tags of \(.key): \(.value | join(", "))"' <<<"$tags"
set_output tags "$tags"
