; Later patterns win.

(comment) @comment
((comment) @comment.documentation
  (#match? @comment.documentation "^##"))

; ── Words ───────────────────────────────────────────────────────────────────────────────────────

[
  "default"
  "catalog"
  "let"
  "rule"
  "rate"
  "hide"
  "deny"
  "allow"
  "tool"
  "guard"
  "limit"
  "require"
  "apply"
  "because"
  "every"
  "per"
  "as"
  "if"
  "test"
  "call"
  "times"
  "after"
  "assert"
  "never"
  "always"
  "hidden"
  "limited"
] @keyword

"include" @keyword.import

(at_step "at" @keyword)

[
  "and"
  "or"
  "not"
  "in"
  "exists"
  "missing"
  "matches"
  "under"
  "on"
  "starts"
  "ends"
  "with"
  "contains"
] @keyword.operator

(comparison "at" @keyword.operator)

(comparator) @operator

[
  "="
  "=>"
  "|"
  "?"
] @operator

; ── Names ───────────────────────────────────────────────────────────────────────────────────────

(identifier) @variable

(let_item name: (identifier) @constant)

(rule_item name: (identifier) @function)
(apply rule: (identifier) @function)

(parameters (identifier) @variable.parameter)

[
  (tool_name)
  (quoted_tool_name)
] @function

(pattern) @function

(counter) @label

(path "args" @variable.builtin)
(property) @property
(index) @number

(category) @type
(builtin_type) @type.builtin
(window) @type
(time_unit) @type

; ── Literals ────────────────────────────────────────────────────────────────────────────────────

(string) @string
(escape_sequence) @string.escape
(comparison regex: (string) @string.regexp)
[
  (catalog_item path: (string))
  (include_item path: (string))
] @string.special.path

(path (string) @property)
(pair key: (string) @property)
(field name: (string) @property)

(number) @number
(timestamp) @number

[
  "true"
  "false"
] @boolean

"null" @constant.builtin

; ── Punctuation ─────────────────────────────────────────────────────────────────────────────────

[
  "{"
  "}"
  "["
  "]"
  "("
  ")"
] @punctuation.bracket

[
  ","
  ":"
  "."
] @punctuation.delimiter
