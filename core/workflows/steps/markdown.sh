# print_fenced FILE: the text as a code block, truncated to the size limit of a comment. Long runs
# of backticks are shortened, or the fence would exceed that limit. The script searches for fixed
# strings, because jq 1.6 takes minutes to match a pattern.
print_fenced() {
  jq --raw-input --slurp --raw-output '
    def lines_but($which): split("\n") | if length > 1 then del(.[$which]) else . end | join("\n");
    ("`" * 17) as $many
    | split($many) | join("…")
    | (if (explode | max // 0) > 65535 then 30000 else 60000 end) as $maximum
    | (if length <= $maximum then .
      else
        (.[:$maximum * 2 / 3 | floor] | lines_but(-1)) as $first
        | (.[-($maximum / 3 | floor):] | lines_but(0)) as $last
        | (length - ($first | length) - ($last | length)) as $omitted
        | "\($first)\n\n… \($omitted) characters are omitted here; see the log of the run …\n\n\($last)"
      end)
    | sub("\\s+$"; "") as $text
    | first(range(3; 18) | "`" * . | select(. as $fence | $text | contains($fence) | not)) as $fence
    | "\($fence)text\n\($text)\n\($fence)"
  ' "$1"
}

# print_counts FILE: the changes in one line, as in `2 to create, 1 to update, 5 unchanged`.
print_counts() {
  jq --raw-input --slurp --raw-output '
    split("\n")
    | ((indices(["Resources:"]) | last) // length) as $at
    | [.[$at + 1:][] | select(startswith(" ")) | gsub("^ +[^ 0-9]{0,3} ?|[.\\s]+$"; "")]
    | join(", ")
  ' "$1"
}
