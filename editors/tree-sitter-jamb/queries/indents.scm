[
  (block)
  (test_block)
  (list)
  (json_list)
  (object)
  (object_type)
  (signature)
  (arguments)
  (group)
] @indent.begin

[
  "}"
  "]"
  ")"
] @indent.branch @indent.end

(comment) @indent.ignore
