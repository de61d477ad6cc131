# fenced FILE: the text as a block of its own, as much of it as a comment has room for. No text of
# Pulumi's has many backticks in a row; they would make the fence longer than a comment. It asks for
# fixed texts: jq 1.6 takes minutes to find each place of a pattern.
fenced() {
  jq --raw-input --slurp --raw-output '
    def lines_but($which): split("\n") | if length > 1 then del(.[$which]) else . end | join("\n");
    ("`" * 17) as $many
    | split($many) | join("…")
    | (if (explode | max // 0) > 65535 then 30000 else 60000 end) as $most
    | (if length <= $most then .
      else
        (.[:$most * 2 / 3 | floor] | lines_but(-1)) as $first
        | (.[-($most / 3 | floor):] | lines_but(0)) as $last
        | (length - ($first | length) - ($last | length)) as $left
        | "\($first)\n\n… \($left) characters are left out here: the log of the run has them …\n\n\($last)"
      end)
    | sub("\\s+$"; "") as $text
    | first(range(3; 18) | "`" * . | select(. as $fence | $text | contains($fence) | not)) as $fence
    | "\($fence)text\n\($text)\n\($fence)"
  ' "$1"
}

# counts FILE: what is to be done, or was, in one line: `2 to create, 1 to update, 5 unchanged`.
counts() {
  jq --raw-input --slurp --raw-output '
    split("\n")
    | ((indices(["Resources:"]) | last) // length) as $at
    | [.[$at + 1:][] | select(startswith(" ")) | gsub("^ +[^ 0-9]{0,3} ?|[.\\s]+$"; "")]
    | join(", ")
  ' "$1"
}
