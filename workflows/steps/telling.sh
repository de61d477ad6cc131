# fenced FILE: the text as a block of its own, as much of it as a comment has room for. No text of
# Pulumi's has many backticks in a row; they would make the fence longer than a comment.
fenced() {
  jq --raw-input --slurp --raw-output '
    gsub("`{17,}"; "````````````````…")
    | (if (explode | max // 0) > 65535 then 30000 else 60000 end) as $most
    | (if length <= $most then .
      else
        (.[:$most * 2 / 3 | floor] | sub("\n[^\n]*$"; "")) as $first
        | (.[-($most / 3 | floor):] | sub("^[^\n]*\n"; "")) as $last
        | (length - ($first | length) - ($last | length)) as $left
        | "\($first)\n\n… \($left) characters are left out here: the log of the run has them …\n\n\($last)"
      end)
    | ([scan("`+") | length] | max // 0) as $longest
    | ("`" * ([3, $longest + 1] | max)) as $fence
    | "\($fence)text\n\(sub("\\s+$"; ""))\n\($fence)"
  ' "$1"
}

# counts FILE: what is to be done, or was, in one line: `2 to create, 1 to update, 5 unchanged`.
counts() {
  jq --raw-input --slurp --raw-output '
    [capture("(?:^|\n)Resources:\n(?<lines>(?: +.*\n)+)"; "g").lines] | last // ""
    | [splits("\n") | gsub("^\\s*(?:\\S{1,3} )?(?=[0-9])|[.\\s]+$"; "") | select(. != "")] | join(", ")
  ' "$1"
}
