// Names, patterns and raw strings: tokens that depend on what follows them.
//
// - `r"` and `r##"` start a raw string, which ends at a quote with as many `#`, and are never the name
//   `r` with a comment after it.
// - A tool's name may contain `.`, `/` and `-`, and is a pattern if it contains `*` or `?`. `every` and
//   `if` are not names of tools.
// - `true`, `false` and `null` are not names of values.
// - `args` starts a path only in front of `.` or `[`.

#include "tree_sitter/alloc.h"
#include "tree_sitter/parser.h"

#include <string.h>

enum TokenType {
  RAW_START,
  RAW_STEP_START,
  RAW_CONTENT,
  RAW_END,
  IDENTIFIER,
  NEW_NAME,
  TOOL_NAME,
  PATTERN,
  ARGS,
  // Never used by the grammar: valid only while the parser recovers from an error.
  ERROR_SENTINEL,
};

typedef struct {
  // How many `#` end the raw string that is open.
  uint32_t hashes;
  bool open;
} Scanner;

static inline void advance(TSLexer *lexer) { lexer->advance(lexer, false); }

static inline bool is_space(int32_t c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }

static inline bool is_control(int32_t c) { return c < 0x20; }

static inline bool starts_name(int32_t c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

static inline bool continues_identifier(int32_t c) { return starts_name(c) || (c >= '0' && c <= '9'); }

static inline bool continues_name(int32_t c) {
  return continues_identifier(c) || c == '.' || c == '/' || c == '-';
}

static inline bool is_wildcard(int32_t c) { return c == '*' || c == '?'; }

static bool accept(TSLexer *lexer, enum TokenType type) {
  lexer->result_symbol = (TSSymbol)type;
  return true;
}

// A quote and the `#` of the open string; leaves the lexer at the first character that does not fit.
static bool closing_quote(TSLexer *lexer, uint32_t hashes) {
  if (lexer->lookahead != '"') return false;
  advance(lexer);
  for (; hashes > 0; hashes--) {
    if (lexer->lookahead != '#') return false;
    advance(lexer);
  }
  return true;
}

static bool raw_content_or_end(Scanner *scanner, TSLexer *lexer) {
  if (closing_quote(lexer, scanner->hashes)) {
    lexer->mark_end(lexer);
    scanner->open = false;
    return accept(lexer, RAW_END);
  }
  for (;;) {
    lexer->mark_end(lexer);
    if (lexer->lookahead == '"') {
      if (closing_quote(lexer, scanner->hashes)) return accept(lexer, RAW_CONTENT);
    } else if (is_control(lexer->lookahead)) {
      return false;
    } else {
      advance(lexer);
    }
  }
}

// After the opening quote. A string that is not closed is still a token, which fits nowhere: without
// one, its `r` would be a name. It reaches to the end of the line, so that a line is looked at only once.
static bool raw_start(Scanner *scanner, TSLexer *lexer, const bool *valid, uint32_t hashes) {
  lexer->mark_end(lexer);
  for (;;) {
    if (lexer->lookahead == '"') {
      if (closing_quote(lexer, hashes)) break;
    } else if (is_control(lexer->lookahead)) {
      lexer->mark_end(lexer);
      return accept(lexer, ERROR_SENTINEL);
    } else {
      advance(lexer);
    }
  }
  scanner->open = true;
  scanner->hashes = hashes;
  return accept(lexer, valid[RAW_STEP_START] && !valid[RAW_START] ? RAW_STEP_START : RAW_START);
}

// The rest of a name: as much of it as can be compared with the words of the language.
typedef struct {
  char text[8];
  unsigned length;
} Word;

static void take(Word *word, TSLexer *lexer) {
  if (word->length < sizeof word->text) word->text[word->length] = (char)lexer->lookahead;
  if (word->length <= sizeof word->text) word->length++;
  advance(lexer);
}

static bool is(const Word *word, const char *text) {
  return word->length == strlen(text) && memcmp(word->text, text, word->length) == 0;
}

static bool identifier(TSLexer *lexer, const bool *valid, Word *word) {
  while (continues_identifier(lexer->lookahead)) take(word, lexer);
  lexer->mark_end(lexer);
  if (valid[IDENTIFIER]) return accept(lexer, IDENTIFIER);
  if (is(word, "true") || is(word, "false") || is(word, "null")) return false;
  return accept(lexer, NEW_NAME);
}

static bool tool_name_or_pattern(TSLexer *lexer, const bool *valid, Word *word) {
  while (continues_name(lexer->lookahead)) take(word, lexer);
  lexer->mark_end(lexer);
  if (valid[PATTERN] && is_wildcard(lexer->lookahead)) {
    while (continues_name(lexer->lookahead) || is_wildcard(lexer->lookahead)) advance(lexer);
    lexer->mark_end(lexer);
    return accept(lexer, PATTERN);
  }
  if (is(word, "every") || is(word, "if")) return false;
  return accept(lexer, TOOL_NAME);
}

static bool args(TSLexer *lexer, Word *word) {
  while (word->length < 4 && continues_identifier(lexer->lookahead)) take(word, lexer);
  lexer->mark_end(lexer);
  return is(word, "args") && (lexer->lookahead == '.' || lexer->lookahead == '[') && accept(lexer, ARGS);
}

static bool scan(Scanner *scanner, TSLexer *lexer, const bool *valid) {
  bool recovering = valid[ERROR_SENTINEL];
  if (scanner->open && (valid[RAW_CONTENT] || valid[RAW_END])) return raw_content_or_end(scanner, lexer);

  // The step of a path follows its dot at once.
  bool step = valid[RAW_STEP_START] && !valid[RAW_START];
  while (!step && is_space(lexer->lookahead)) lexer->advance(lexer, true);

  Word word = {{0}, 0};
  if (lexer->lookahead == 'r') {
    take(&word, lexer);
    lexer->mark_end(lexer);
    uint32_t hashes = 0;
    for (; lexer->lookahead == '#'; hashes++) advance(lexer);
    if (lexer->lookahead == '"') {
      advance(lexer);
      return raw_start(scanner, lexer, valid, hashes);
    }
    // The name `r`, with a comment after it.
    if (hashes > 0) {
      if (recovering || step) return false;
      if (valid[IDENTIFIER]) return accept(lexer, IDENTIFIER);
      if (valid[NEW_NAME]) return accept(lexer, NEW_NAME);
      if (valid[TOOL_NAME]) return accept(lexer, TOOL_NAME);
      return false;
    }
  }
  if (recovering || step) return false;

  bool wildcard = valid[PATTERN] && is_wildcard(lexer->lookahead);
  if (word.length == 0 && !starts_name(lexer->lookahead) && !wildcard) return false;
  if (valid[TOOL_NAME]) return tool_name_or_pattern(lexer, valid, &word);
  if (valid[IDENTIFIER] || valid[NEW_NAME]) return identifier(lexer, valid, &word);
  return valid[ARGS] && args(lexer, &word);
}

void *tree_sitter_jamb_external_scanner_create(void) { return ts_calloc(1, sizeof(Scanner)); }

void tree_sitter_jamb_external_scanner_destroy(void *payload) { ts_free(payload); }

unsigned tree_sitter_jamb_external_scanner_serialize(void *payload, char *buffer) {
  memcpy(buffer, payload, sizeof(Scanner));
  return sizeof(Scanner);
}

void tree_sitter_jamb_external_scanner_deserialize(void *payload, const char *buffer, unsigned length) {
  if (length == sizeof(Scanner)) {
    memcpy(payload, buffer, length);
  } else {
    memset(payload, 0, sizeof(Scanner));
  }
}

bool tree_sitter_jamb_external_scanner_scan(void *payload, TSLexer *lexer, const bool *valid_symbols) {
  return scan(payload, lexer, valid_symbols);
}
