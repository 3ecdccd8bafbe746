(let_item
  name: (identifier) @name) @definition.constant

(rule_item
  name: (identifier) @name) @definition.function

(tool_item
  target: (tool_name) @name) @definition.function

(apply
  rule: (identifier) @name) @reference.call

(call_step
  tool: (tool_name) @name) @reference.call
