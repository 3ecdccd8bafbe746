((comment) @injection.content
  (#set! injection.language "comment"))

(comparison
  regex: (string
    (string_content) @injection.content)
  (#set! injection.language "regex"))
