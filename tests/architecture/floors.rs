//! The floors of the house, and the arrows that go up or against the order within a floor.

use super::house::{Arrow, House};

/// The rooms, floor by floor, each in the order of `lib.rs`. A room imports what is before it.
pub const FLOORS: [&[&str]; 9] = [
    &["vocab", "source", "diagnostic"],
    &["syntax", "catalog", "model"],
    &["check", "format", "classify"],
    &["lower", "import", "engine", "trace"],
    &["pipeline", "analyze", "policy_test", "simulate", "init", "describe"],
    &["mutants", "drift", "learn", "probe"],
    &["settings", "lint", "document", "editor", "review"],
    &["report"],
    &["file_system", "git", "record", "lsp", "cli"],
];

/// Where standard output, processes and the real disk are.
pub const DOORS: &[&str] = FLOORS[8];

/// The room of a file: `catalog` of `catalog/schema.rs`.
pub fn room(file: &str) -> &str {
    file.split('/').next().unwrap_or_default().trim_end_matches(".rs")
}

/// Mistakes in the order of the rooms in `lib.rs`, and arrows that go up.
pub fn mistakes(house: &House) -> Vec<String> {
    let wrong = house.arrows().into_iter().filter(goes_up);
    order(house).into_iter().chain(wrong.map(|arrow| explained(&arrow))).collect()
}

fn order(house: &House) -> Vec<String> {
    let rooms: Vec<&str> = house.rooms().collect();
    let unknown = rooms.iter().filter(|room| place(room).is_none());
    let mut mistakes: Vec<_> = unknown.map(|room| format!("`{room}` is on no floor: add it to FLOORS")).collect();
    for pair in rooms.windows(2) {
        if place(pair[1]).is_some() && place(pair[0]) > place(pair[1]) {
            mistakes.push(format!(
                "src/lib.rs lists `{}` before `{}`; FLOORS has them the other way round",
                pair[0], pair[1]
            ));
        }
    }
    mistakes
}

fn goes_up(arrow: &Arrow) -> bool {
    let (from, to) = (room(&arrow.from), room(&arrow.to));
    from != to && place(from).is_some() && place(from) <= place(to)
}

/// The floor of a room, and where on it the room is.
fn place(room: &str) -> Option<(usize, usize)> {
    let places =
        FLOORS.iter().enumerate().map(|(floor, rooms)| Some((floor, rooms.iter().position(|other| *other == room)?)));
    places.flatten().next()
}

fn explained(arrow: &Arrow) -> String {
    let (from, to) = (room(&arrow.from), room(&arrow.to));
    match (place(from), place(to)) {
        (Some((floor, _)), Some((other, _))) if floor < other => {
            format!("{arrow}: up from floor {floor} (`{from}`) to floor {other} (`{to}`)")
        }
        _ => format!("{arrow}: `{to}` comes after `{from}` on their floor"),
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::house;
    use super::*;

    const LIB: (&str, &str) = ("lib.rs", "pub mod vocab; pub mod source; pub mod check; pub mod cli;");

    #[test]
    fn an_arrow_up_is_reported_with_its_line() {
        let house = house(&[
            LIB,
            ("vocab.rs", "\nuse crate::check::ir;\nfn f() -> ir::Rule { todo!() }"),
            ("check.rs", "pub mod ir;"),
            ("check/ir.rs", "pub struct Rule;"),
        ]);
        let told = "src/vocab.rs:3 uses `ir::Rule` of src/check/ir.rs: up from floor 0 (`vocab`) to floor 2 (`check`)";
        assert_eq!(mistakes(&house), [told]);
    }

    #[test]
    fn within_a_floor_arrows_go_one_way() {
        let house = house(&[
            LIB,
            ("vocab.rs", "use crate::source::Span; pub struct Word;"),
            ("source.rs", "use crate::vocab::Word; pub struct Span;"),
        ]);
        assert_eq!(
            mistakes(&house),
            ["src/vocab.rs:1 uses `crate::source::Span` of src/source.rs: `source` comes after `vocab` on their floor"]
        );
    }

    #[test]
    fn lib_lists_the_rooms_in_their_order() {
        let house = house(&[("lib.rs", "pub mod source; pub mod vocab; pub mod attic;")]);
        let told = [
            "`attic` is on no floor: add it to FLOORS",
            "src/lib.rs lists `source` before `vocab`; FLOORS has them the other way round",
        ];
        assert_eq!(mistakes(&house), told);
    }
}
