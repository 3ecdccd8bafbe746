//! A `require` on a query that lets a second statement through, one that changes data, or one that reads other data.

use crate::analyze::Call;
use crate::analyze::holes::Form;
use crate::classify::{self, ArgumentKind};
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::lint::good_texts::{good_texts, meeting};
use crate::lint::held_texts::{Held, Texts};
use crate::lint::text_conditions::{self, TextCondition};
use crate::lint::{Check, Clause, Context, Rule, Tool, candidates, findings, patterns};
use crate::vocab::{Path, Stretch};

pub static RULE: Rule = Rule {
    code: Code::of_rule("stacked-statement"),
    level: Severity::Warning,
    pedantic: false,
    fix: None,
    yields_to: &["unanchored-regex"],
    title: "a `require` on a query that lets another statement through",
    page: PAGE,
    check: Check::Policy(check),
};

const PAGE: &str = r#"
## What it finds
A `require … matches` or `contains` on a query that text with a second statement also satisfies:
`select 1; drop table users`, or one that a comment hides, `drop table users -- select`. In Cypher
a query that begins with `MATCH` may end with `DELETE`, and a GraphQL document that begins with
`query` may have a `mutation` as well. A `WITH` or an `EXPLAIN ANALYZE` in front may change data,
too. If the expression names a table or rows, free text after that may add a `UNION` or an `OR`, and
free text before it may end with a comment: `SELECT * FROM users -- FROM orders`. All clauses of
the tool are considered together, so a `deny if` that denies `;` is enough for a second statement.

A `deny if` that lists words such as `DROP` is checked by `denylist-escaped`.

## Why it matters
The first word of a query says nothing about the rest of it. Most drivers run all statements that
they get.

## Example
```pl policy.pl
default deny

tool run_sql: execute {
  require args.sql matches r"(?i)^\s*select\b" because "Only reads."
  limit 10 per minute
}
```

## Fix
Write the query in the expression, with the tables and columns that may be read, or list the
characters that it may contain.

```pl policy.pl
default deny

tool run_sql: execute {
  require args.sql matches r"^SELECT [a-z_, ]+ FROM (?:orders|invoices)$" because "Only reads."
  limit 10 per minute
}
```

## When to ignore it
If the server's user may only read, which is the better protection, or if its driver refuses
several statements.
"#;

fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let found = context.by_clause(|tool, clause| other_statement(context, tool, clause));
    let reads = |text: &str| text.get(..6).is_some_and(|word| word.eq_ignore_ascii_case("select"));
    let finding = |clause: &Clause<'_>, found: Found<'_>| {
        let path = found.condition.path;
        let message = match found.text.contains(';') {
            true => format!("`{path}` may contain a second statement"),
            false if reads(&found.text) => format!("`{path}` may read data that the statement does not name"),
            false => format!("`{path}` may contain a statement that changes data"),
        };
        let help = format!("write the whole statement in `require {path} matches …`, with the names that it may use");
        findings::let_through(&RULE, clause, found.call, message).with_help(help)
    };
    patterns::findings(context, found, |found| found.condition.place, finding)
}

struct Found<'c> {
    condition: TextCondition<'c>,
    text: String,
    call: Call,
}

fn other_statement<'c>(context: &Context<'c>, tool: &Tool<'c>, clause: &Clause<'c>) -> Option<Found<'c>> {
    text_conditions::of_clause(clause).into_iter().find_map(|condition| {
        let path = condition.path;
        let is_asked = text_conditions::is_first(context, tool, &condition)
            && text_conditions::may_be_text(context, tool, path)
            && context.kind(tool, path) == Some(ArgumentKind::Query)
            && !is_free(context, tool, path);
        if !is_asked {
            return None;
        }
        let conditions = text_conditions::of_argument(context, tool, path);
        let language = language(context, tool, path, &conditions);
        let is_part = conditions.iter().all(|condition| !condition.is_pattern);
        let mut attacks = attacks(language, &good_texts(&conditions, STATEMENTS), is_part);
        if language == Language::Sql {
            attacks.extend(conditions.iter().flat_map(other_data));
        }
        let attacks = meeting(&conditions, attacks);
        let (text, call) = candidates::first_through(context, tool, path, &attacks, &[]).or_else(|| {
            let form = text_conditions::also_anchored(context, tool, &condition, Form::like(form(language)));
            let call = text_conditions::text_of_form(context, tool, path, &form)?;
            Some((candidates::text_at(&call, path)?.to_owned(), call))
        })?;
        Some(Found { condition, text, call })
    })
}

/// Whether any statement gets through. Another rule says so.
fn is_free<'c>(context: &Context<'c>, tool: &Tool<'c>, path: &Path) -> bool {
    let any = || ["drop table users", "CREATE (n:Admin {name: 'eve'})"].map(str::to_owned);
    context.passing_attack(tool, path).is_some() && text_conditions::passing(context, tool, path, &any()).is_some()
}

/// A query language.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Language {
    Sql,
    Cypher,
    GraphQl,
}

/// The language, by the server's words and by what the conditions ask for.
fn language(context: &Context<'_>, tool: &Tool<'_>, path: &Path, conditions: &[TextCondition<'_>]) -> Language {
    let texts = Texts { path: path.clone(), held: Held::Itself, kind: ArgumentKind::Query };
    let said = context.language(tool, &texts);
    let asks = |words: &[&str]| {
        conditions.iter().any(|condition| words.iter().any(|word| condition.text.to_ascii_lowercase().contains(word)))
    };
    if said == Some(classify::Language::Cypher) || asks(&["match\\b", "match ", "^match", "match\\s", "match("]) {
        return Language::Cypher;
    }
    if said == Some(classify::Language::GraphQl) || asks(&["query ", "query\\b", "query\\s", "^query", "\\{"]) {
        return Language::GraphQl;
    }
    Language::Sql
}

/// Statements that many policies allow.
const STATEMENTS: &[&str] = &[
    "select 1",
    "SELECT 1",
    "select * from orders",
    "SELECT * FROM orders",
    "select total from orders where id = 7",
    "SELECT total FROM orders WHERE id = 7",
    "with x as (select 1) select * from x",
    "explain select 1",
    "MATCH (n) RETURN n",
    "match (n) return n",
    "query { me { id } }",
    "{ me { id } }",
];

/// Statements made from those that the policy allows. If only a part of a statement is asked for, the rest may come first.
fn attacks(language: Language, good: &[String], is_part: bool) -> Vec<String> {
    let (whole, ends, starts): (&[&str], &[&str], &[&str]) = match language {
        Language::Sql => (
            &[
                "with gone as (delete from users returning *) select * from gone",
                "WITH gone AS (DELETE FROM users RETURNING *) SELECT * FROM gone",
                "explain analyze delete from users",
                "EXPLAIN ANALYZE DELETE FROM users",
            ],
            &[
                "; drop table users",
                ";drop table users",
                "; DROP TABLE users",
                ";DROP TABLE users",
                "; DROP TABLE USERS",
            ],
            &["drop table users -- ", "drop table users /* ", "DROP TABLE users -- "],
        ),
        Language::Cypher => (
            &["MATCH (n) DETACH DELETE n", "match (n) detach delete n", "MATCH (n) SET n.admin = true RETURN n"],
            &[" DETACH DELETE n", " SET n.admin = true", "; MATCH (n) DETACH DELETE n"],
            &["MATCH (n) DETACH DELETE n // "],
        ),
        Language::GraphQl => (
            &[
                "query { me { id } } mutation { deleteUser(id: 1) { id } }",
                "query A { me { id } } mutation B { deleteUser(id: 1) { id } }",
                "{ me { id } } mutation { deleteUser(id: 1) { id } }",
            ],
            &[" mutation { deleteUser(id: 1) { id } }"],
            &["mutation { deleteUser(id: 1) { id } } # "],
        ),
    };
    let after = || starts.iter().flat_map(|start| good.iter().map(move |good| format!("{start}{good}")));
    let mut all: Vec<String> = Vec::new();
    if is_part {
        all.extend(after());
    }
    all.extend(ends.iter().flat_map(|end| good.iter().map(move |good| format!("{good}{end}"))));
    all.extend(whole.iter().map(|text| (*text).to_owned()));
    // An expression may ask for the end of the text, too.
    let comments = ["-- ", "/* ", "// ", "# "];
    all.extend(ends.iter().flat_map(|end| {
        good.iter().flat_map(move |good| comments.map(|comment| format!("{good}{end} {comment}{good}")))
    }));
    all.extend(after());
    all
}

/// Statements that read other tables or rows than those that a condition names: a comment cuts off the rest of it, or
/// what is free adds `UNION` or `OR`.
fn other_data(condition: &TextCondition<'_>) -> Vec<String> {
    let alternatives = condition.alternatives();
    let free = alternatives.iter().filter(|it| it.stretch != Stretch::None && !it.is_open_at_start);
    free.flat_map(|it| {
        let (lead, tail) = (it.lead.as_str(), it.tail.as_str());
        let names = |text: &str, word: &str| text.to_ascii_lowercase().contains(word);
        let is_row = names(lead, " where ");
        let ends: &[&str] = match (names_table(lead), is_row) {
            (true, true) => &OTHER_ROWS,
            (true, false) => &UNIONS,
            (false, _) if names(tail, "from ") => &OTHER_TABLES,
            (false, _) => &[],
        };
        // What follows is cut off if there is anything.
        let after: &[&str] = match (names_table(lead), tail) {
            (true, "") => &["", " -- "],
            (true, _) => &[" -- ", ""],
            (false, _) => &[""],
        };
        let quoted = lead.matches('\'').count() % 2 == 1;
        let close = if quoted { "x' " } else { "" };
        let ends = ends.iter().flat_map(move |end| {
            let end = if quoted { end.trim_start_matches("1 ") } else { end };
            after.iter().map(move |between| format!("{lead}{close}{end}{between}{tail}").replace("  ", " "))
        });
        ends.collect::<Vec<_>>()
    })
    .collect()
}

/// Whether the beginning of a statement has the name of a table, and a blank after it.
fn names_table(lead: &str) -> bool {
    let lower = lead.to_ascii_lowercase();
    lower.rsplit_once(" from ").is_some_and(|(_, after)| after.trim_start().contains(' '))
}

const OTHER_ROWS: [&str; 6] = [
    "1 UNION SELECT password FROM users",
    "1 union select password from users",
    "1 OR 1=1",
    "1 or 1=1",
    "1 OR '1'='1",
    "1 or '1'='1",
];

const UNIONS: [&str; 2] = ["UNION SELECT password FROM users", "union select password from users"];

const OTHER_TABLES: [&str; 4] =
    ["* FROM users -- ", "* from users -- ", "password FROM users -- ", "* FROM users UNION SELECT 1 "];

/// Texts with another statement after the first, whatever the first is, but not inside quotes.
fn form(language: Language) -> String {
    let other = match language {
        Language::Sql => {
            r"(?i:;\s*(?:drop|delete|update|insert|alter|create|truncate|grant|select|call|exec|copy)\s+[a-z_])"
        }
        Language::Cypher => r"[);]\s*(?i:(?:detach\s+)?(?:delete|remove|set|merge|create)\b\s*[a-z(])",
        Language::GraphQl => r"[}\s]mutation\b[^{]*\{",
    };
    format!(r#"^(?:[^'"]|'[^']*'|"[^"]*")*{other}"#)
}
