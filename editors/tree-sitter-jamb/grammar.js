/**
 * @file The language of `.pl` policies, in the order of `grammar/policy.pest`.
 *
 * It accepts exactly what `jamb` parses; `check.py` compares the two. Names, patterns and raw strings
 * come from `src/scanner.c`, because they need to look further ahead than a regular expression here can.
 */
/// <reference types="tree-sitter-cli/dsl" />
// @ts-check

/** `a, b, c,`: a comma may stand before the closing bracket. */
const list = (rule) => seq(rule, repeat(seq(',', rule)), optional(','));

const ESCAPE = [
  /\\["\\/bfnrt]/,
  // Both halves of a surrogate pair, or a character that is not half of one.
  /\\u[dD][89aAbB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}/,
  /\\u([0-9a-cA-CefEF][0-9a-fA-F]{3}|[dD][0-7][0-9a-fA-F]{2})/,
];
const WHOLE = /0|[1-9](_?[0-9])*/;
const NUMBER = /-?(0|[1-9](_?[0-9])*)(\.[0-9](_?[0-9])*)?([eE][+-]?[0-9](_?[0-9])*)?/;

module.exports = grammar({
  name: 'jamb',

  extras: ($) => [/[ \t\r\n]/, $.comment],

  // A keyword ends where a tool's name would end: `allow-all` is not `allow`.
  word: ($) => $._bare_name,

  externals: ($) => [
    $._raw_start,
    $._raw_step_start,
    $._raw_content,
    $._raw_end,
    $._identifier,
    $._new_name,
    $.tool_name,
    $.pattern,
    $._args,
    $._error_sentinel,
  ],

  supertypes: ($) => [$._item, $._clause, $._condition, $._step],

  rules: {
    source_file: ($) => repeat($._item),

    // ── Items ───────────────────────────────────────────────────────────────────────────────────

    _item: ($) =>
      choice(
        $.default_item,
        $.catalog_item,
        $.include_item,
        $.let_item,
        $.rule_item,
        $.rate_item,
        $.hide_item,
        $.deny_item,
        $.allow_item,
        $.tool_item,
        $.guard_item,
        $.limit,
        $.test_item,
        $.assert_item,
      ),

    default_item: (_) => seq('default', choice('allow', 'deny')),

    catalog_item: ($) => seq('catalog', field('path', $.string)),

    include_item: ($) => seq('include', field('path', $.string)),

    let_item: ($) =>
      seq('let', field('name', alias($._new_name, $.identifier)), '=', field('value', $._argument)),

    rule_item: ($) =>
      seq(
        'rule',
        field('name', alias($._identifier, $.identifier)),
        optional(field('parameters', $.parameters)),
        field('body', $.block),
      ),
    parameters: ($) => seq('(', optional(list(alias($._new_name, $.identifier))), ')'),

    rate_item: ($) => seq('rate', $._targets, $._rating),

    hide_item: ($) => seq('hide', $._targets),

    deny_item: ($) => seq('deny', $._targets, optional($._rating), optional($.because)),

    allow_item: ($) => seq('allow', $._targets, optional($._rating)),

    tool_item: ($) =>
      seq(
        'tool',
        $._targets,
        optional(field('signature', $.signature)),
        optional($._rating),
        field('body', $.block),
      ),

    guard_item: ($) => seq('guard', $._targets, field('body', $.block)),

    _targets: ($) => seq($._target, repeat(seq(',', $._target))),
    _target: ($) => field('target', choice($.every, $._quoted_tool, $.pattern, $.tool_name)),
    every: ($) => seq('every', $.category),
    _quoted_tool: ($) => alias($.string, $.quoted_tool_name),
    _rating: ($) => seq(':', field('rating', $.category)),
    category: (_) => choice('read', 'write', 'execute', 'destructive', 'financial'),
    because: ($) => seq('because', field('message', $.string)),

    // ── Clauses ─────────────────────────────────────────────────────────────────────────────────

    block: ($) => seq('{', repeat($._clause), '}'),

    _clause: ($) => choice($.require, $.deny_if, $.limit, $.apply),

    require: ($) => seq('require', field('condition', $._condition), optional($.because)),

    deny_if: ($) =>
      seq('deny', optional(seq('if', field('condition', $._condition))), optional($.because)),

    limit: ($) =>
      seq(
        'limit',
        field('max', choice($.number, alias($._identifier, $.identifier))),
        'per',
        field('window', $.window),
        optional(seq('as', field('counter', $._counter))),
      ),
    window: (_) => choice('minute', 'hour', 'day'),
    _counter: ($) => choice($.string, alias($._bare_name, $.counter)),

    apply: ($) =>
      seq('apply', field('rule', alias($._identifier, $.identifier)), optional($.arguments)),
    arguments: ($) => seq('(', optional(list($._argument)), ')'),
    _argument: ($) => choice($.list, $._value),

    // ── Conditions ──────────────────────────────────────────────────────────────────────────────

    _condition: ($) => choice($.or_condition, $.and_condition, $.not_condition, $.group, $.comparison),

    or_condition: ($) => prec.left(1, seq($._condition, 'or', $._condition)),
    and_condition: ($) => prec.left(2, seq($._condition, 'and', $._condition)),
    not_condition: ($) => prec(3, seq('not', $._condition)),
    group: ($) => seq('(', $._condition, ')'),

    comparison: ($) =>
      seq(
        field('path', $.path),
        choice(
          'exists',
          'missing',
          seq(optional('not'), 'in', field('value', choice($.list, $._name))),
          seq('matches', field('regex', choice($.string, $._name))),
          seq($._text_operator, field('value', $._argument)),
          seq('contains', field('value', $._value)),
          seq($.comparator, field('value', $._value)),
        ),
      ),
    _text_operator: (_) =>
      choice('under', 'on', 'at', seq('starts', 'with'), seq('ends', 'with')),
    comparator: (_) => choice('==', '!=', '<=', '>=', '<', '>'),

    list: ($) => seq('[', list($._value), ']'),
    _value: ($) => choice($._literal, $._name),
    _name: ($) => alias($._new_name, $.identifier),

    // White space is not allowed inside of a path.
    path: ($) => seq(alias($._args, 'args'), repeat1($._path_step)),
    _path_step: ($) =>
      choice(
        seq(
          alias(token.immediate('.'), '.'),
          choice(
            alias(token.immediate(/[A-Za-z_][A-Za-z0-9_]*/), $.property),
            alias($._quoted_step, $.string),
            alias(token.immediate(/[0-9]+/), $.index),
          ),
        ),
        alias(token.immediate(/\[(-?[0-9]+|\*)?\]/), $.index),
      ),
    _quoted_step: ($) =>
      choice(
        seq(alias(token.immediate('"'), '"'), $._string_rest),
        seq(alias($._raw_step_start, '"'), $._raw_rest),
      ),

    // ── Tests and asserts ───────────────────────────────────────────────────────────────────────

    test_item: ($) => seq('test', field('name', $.string), field('body', $.test_block)),
    test_block: ($) => seq('{', repeat($._step), '}'),

    _step: ($) => choice($.at_step, $.after_step, $.call_step),

    at_step: ($) => seq('at', $.timestamp),
    after_step: ($) => seq('after', $._integer, $.time_unit),
    time_unit: (_) =>
      choice('second', 'seconds', 'minute', 'minutes', 'hour', 'hours', 'day', 'days'),

    call_step: ($) =>
      seq(
        optional(seq('as', field('grant', $.string))),
        optional(seq(field('times', $._integer), 'times')),
        'call',
        field('tool', choice($._quoted_tool, $.tool_name)),
        field('arguments', $.object),
        '=>',
        field('outcome', $.outcome),
      ),
    outcome: ($) => choice('allow', seq('deny', optional($.because)), 'hidden', 'limited'),

    object: ($) => seq('{', optional(list($.pair)), '}'),
    pair: ($) => seq(field('key', $._key), ':', field('value', $._json)),
    _json: ($) => choice('null', $._literal, $.json_list, $.object),
    json_list: ($) => seq('[', optional(list($._json)), ']'),

    assert_item: ($) =>
      seq(
        'assert',
        choice('never', 'always'),
        $._target,
        optional(seq('if', field('condition', $._condition))),
      ),

    // ── Types ───────────────────────────────────────────────────────────────────────────────────

    signature: ($) => seq('(', optional(list($.field)), ')'),
    field: ($) => seq(field('name', $._key), optional('?'), ':', field('type', $._type)),
    _key: ($) => choice($.string, alias($._identifier, $.property)),
    _type: ($) => choice($.builtin_type, $.list_type, $.object_type, $.one_of),
    builtin_type: (_) => choice('string', 'number', 'integer', 'boolean', 'any'),
    list_type: ($) => seq('[', $._type, ']'),
    object_type: ($) => seq('{', optional(list($.field)), '}'),
    one_of: ($) => seq($._literal, repeat(seq('|', $._literal))),

    // ── Literals ────────────────────────────────────────────────────────────────────────────────

    _literal: ($) => choice($.string, $.number, 'true', 'false'),

    string: ($) => choice(seq('"', $._string_rest), seq(alias($._raw_start, '"'), $._raw_rest)),
    _string_rest: ($) =>
      seq(
        repeat(
          choice(
            // Above a comment, which would be longer.
            alias(token.immediate(prec(1, /[^"\\\x00-\x1f]+/)), $.string_content),
            alias(token.immediate(choice(...ESCAPE)), $.escape_sequence),
          ),
        ),
        alias(token.immediate('"'), '"'),
      ),
    _raw_rest: ($) =>
      seq(optional(alias($._raw_content, $.string_content)), alias($._raw_end, '"')),

    number: (_) => NUMBER,
    _integer: ($) => alias(WHOLE, $.number),
    timestamp: (_) => /[0-9]{4}-[A-Za-z0-9:.+-]+/,

    _bare_name: (_) => /[A-Za-z_][A-Za-z0-9_.\/-]*/,

    comment: (_) => token(/#[^\n]*/),
  },
});
