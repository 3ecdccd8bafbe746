[
  (block)
  (test_block)
  (list)
  (object)
  (object_type)
  (signature)
] @fold
