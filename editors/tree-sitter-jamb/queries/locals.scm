; A parameter hides a let inside of its rule. Lets are the file's, and may be used above their line.

(source_file) @local.scope
(rule_item) @local.scope

(let_item
  name: (identifier) @local.definition)

(parameters
  (identifier) @local.definition)

(identifier) @local.reference
