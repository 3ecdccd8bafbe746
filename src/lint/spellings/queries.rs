//! Other spellings of a statement: case, white space and comments mean nothing to a database.

/// Statements that many policies deny.
pub const KNOWN: &[&str] = &[
    "drop table users",
    "DROP TABLE users",
    "delete from users",
    "DELETE FROM users",
    "truncate table users",
    "TRUNCATE TABLE users",
    "alter table users drop column email",
    "ALTER TABLE users DROP COLUMN email",
    "update users set admin = true",
    "UPDATE users SET admin = true",
    "insert into users values (1)",
    "INSERT INTO users VALUES (1)",
    "grant all on users to eve",
    "GRANT ALL ON users TO eve",
    "MATCH (n) DETACH DELETE n",
    "match (n) detach delete n",
    "mutation { deleteUser(id: 1) { id } }",
    "select * from users",
    "SELECT * FROM users",
];

/// Whether a text begins with a word of a statement.
pub fn fits(text: &str) -> bool {
    let first = text.split(|letter: char| !letter.is_ascii_alphabetic()).next().unwrap_or_default();
    first.len() > 2 && text.chars().all(|letter| !letter.is_control())
}

/// What completes a statement that begins with a word.
pub fn ends(word: &str) -> &'static [&'static str] {
    match word.trim().to_ascii_lowercase().as_str() {
        "drop" | "truncate" => &[" TABLE users"],
        "delete" => &[" FROM users"],
        "alter" => &[" TABLE users DROP COLUMN email"],
        "insert" => &[" INTO users VALUES (1)"],
        "update" => &[" users SET admin = true"],
        "grant" => &[" ALL ON users TO eve"],
        "mutation" => &[" { deleteUser(id: 1) { id } }"],
        "create" => &[" TABLE x (y int)"],
        _ => &["", " users"],
    }
}

/// Other spellings of a statement.
pub fn others(text: &str) -> Vec<String> {
    // The words of GraphQL have one case; commas are white space there.
    if text.starts_with("mutation") {
        return [",", " ", "\n", "#\n"].map(|start| format!("{start}{text}")).to_vec();
    }
    let mut all = vec![text.to_lowercase(), text.to_uppercase(), mixed(text)];
    if let Some((word, rest)) = text.split_once(' ') {
        all.extend(["  ", "\t", "\n", "/**/"].map(|gap| format!("{word}{gap}{rest}")));
    }
    all.push(text.replace(' ', "/**/"));
    all.extend([" ", "/**/", "(", "select 1; "].map(|start| match start {
        "(" => format!("({text})"),
        start => format!("{start}{text}"),
    }));
    all
}

/// Every other letter in the other case: `dRoP`.
fn mixed(text: &str) -> String {
    let letters = text.chars().enumerate();
    letters.map(|(at, it)| if at % 2 == 0 { it.to_ascii_lowercase() } else { it.to_ascii_uppercase() }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_statement_has_many_spellings() {
        for (text, other) in [
            ("DROP TABLE users", "drop table users"),
            ("drop table users", "dRoP TaBlE UsErS"),
            ("DROP TABLE users", "DROP/**/TABLE users"),
            ("DROP TABLE users", "DROP\tTABLE users"),
            ("DROP TABLE users", " DROP TABLE users"),
            ("mutation { x }", ",mutation { x }"),
        ] {
            assert!(others(text).iter().any(|it| it == other), "{text} {other} {:?}", others(text));
        }
        assert!(fits("drop") && !fits(";") && !fits("--"));
        assert_eq!(ends("DROP"), [" TABLE users"]);
    }
}
