//! Every form of import, on made-up files.

use std::collections::BTreeSet;

use super::circles::circles;
use super::house::House;

pub fn house(files: &[(&str, &str)]) -> House {
    House::of(files.iter().map(|(file, text)| ((*file).to_owned(), (*text).to_owned())), crates(&["toml"]))
}

pub fn crates(names: &[&str]) -> BTreeSet<String> {
    names.iter().map(|name| (*name).to_owned()).collect()
}

/// The arrows from `a/x.rs`, with their lines.
fn arrows(text: &str) -> Vec<(usize, String)> {
    let files = [
        ("lib.rs", "pub mod a; pub mod b;"),
        ("a.rs", "mod x; mod y; pub use y::Y; pub struct A; use crate::b::deep::Deep;"),
        ("a/x.rs", text),
        ("a/y.rs", "pub struct Y; pub fn y() {}"),
        ("b.rs", "pub mod deep; pub use deep::{Deep as Renamed, deep}; pub enum B { One }"),
        ("b/deep.rs", "pub struct Deep; pub fn deep() {}"),
    ];
    let arrows = house(&files).arrows();
    arrows.into_iter().filter(|arrow| arrow.from == "a/x.rs").map(|arrow| (arrow.line, arrow.to)).collect()
}

/// The files they go to, each once.
fn to(text: &str) -> Vec<String> {
    let mut to: Vec<_> = arrows(text).into_iter().map(|(_, to)| to).collect();
    to.dedup();
    to
}

#[test]
fn imports_of_every_form_are_arrows() {
    assert_eq!(to("use crate::b::B;"), ["b.rs"]);
    assert_eq!(to("use crate::{a::Y, b::{B, deep::{self, Deep}}};"), ["a/y.rs", "b.rs", "b/deep.rs"]);
    assert_eq!(to("use super::y::Y;"), ["a/y.rs"]);
    assert_eq!(to("use super::{A, super::b::B as Bee};"), ["a.rs", "b.rs"]);
    assert_eq!(to("pub(crate) use super::super::b::B;"), ["b.rs"]);
    assert_eq!(to("fn f() {\n use crate::b::B::One;\n}"), ["b.rs"]);
}

#[test]
fn paths_in_code_types_macros_and_attributes_are_arrows() {
    assert_eq!(to("fn f() { crate::b::deep::deep() }"), ["b/deep.rs"]);
    assert_eq!(to("struct S(Vec<super::y::Y>);"), ["a/y.rs"]);
    assert_eq!(to("use crate::b; fn f() -> b::B { b::deep::deep(); todo!() }"), ["b.rs", "b/deep.rs"]);
    assert_eq!(to("fn f() { println!(\"{:?}\", [crate::b::B::One]) }"), ["b.rs"]);
    assert_eq!(to("macro_rules! m { () => { $crate::b::B::One } }"), ["b.rs"]);
    assert_eq!(to("#[derive(crate::b::B)] struct S;"), ["b.rs"]);
    assert_eq!(to("mod inner { use super::super::A; fn f(_: super::super::y::Y) {} }"), ["a.rs", "a/y.rs"]);
}

#[test]
fn a_re_export_leads_to_the_file_that_defines_the_item() {
    assert_eq!(to("use crate::a::Y;"), ["a/y.rs"]);
    assert_eq!(to("use super::Deep;"), ["b/deep.rs"]);
    assert_eq!(to("use crate::b::Renamed;"), ["b/deep.rs"]);
    assert_eq!(to("use crate::b::*;"), ["b/deep.rs", "b.rs"]);
    // A module and a function share a name: the longer path goes through the module.
    assert_eq!(to("use crate::b::deep; fn f() { deep::deep() }"), ["b/deep.rs"]);
}

#[test]
fn modules_visibilities_comments_and_crates_are_not_arrows() {
    assert_eq!(to("use crate::b; use super::y; use super::super::b::deep as d;"), [""; 0]);
    assert_eq!(to("pub(in crate::a) struct S; pub(super) fn f() {}"), [""; 0]);
    assert_eq!(to("//! [`b`](crate::b::B)\n/// crate::b::B\nstruct S;"), [""; 0]);
    assert_eq!(to("use std::fmt::Debug; use toml::Value; fn f() { i32::from(1u8); \"crate::b::B\"; }"), [""; 0]);
}

#[test]
fn test_modules_are_left_out_and_code_after_them_is_not() {
    let text = "#[cfg(test)]\nmod tests {\n use crate::a::Y;\n}\n\nuse crate::b::B;";
    assert_eq!(arrows(text), [(6, "b.rs".to_owned())]);
    assert_eq!(to("#[cfg(test)] use crate::b::B; #[cfg(all(test, unix))] fn f() { crate::b::deep() }"), [""; 0]);
    assert_eq!(to("#[cfg(not(test))] use crate::b::B;"), ["b.rs"]);
    let files = [
        ("lib.rs", "mod a; mod b;"),
        ("a.rs", "#[cfg(test)] mod tests;"),
        ("a/tests.rs", "use crate::b::B;"),
        ("b.rs", "struct B;"),
    ];
    assert_eq!(house(&files).arrows(), []);
}

#[test]
fn a_circle_is_reported_with_its_shortest_path() {
    let files = [
        ("lib.rs", "mod a;"),
        ("a.rs", "mod x; mod y; mod z;"),
        ("a/x.rs", "use super::y::Y; pub struct X;"),
        ("a/y.rs", "pub struct Y;\nfn f() { super::z::Z; }"),
        ("a/z.rs", "use crate::a::{x::X, y::Y}; pub struct Z;"),
    ];
    let circles = circles(&house(&files).arrows());
    assert_eq!(circles.len(), 1);
    let told = "3 files use each other: a/x.rs, a/y.rs, a/z.rs; the shortest circle is\n    \
                src/a/y.rs:2 uses `super::z::Z` of src/a/z.rs\n    src/a/z.rs:1 uses `crate::a::y::Y` of src/a/y.rs";
    assert_eq!(circles[0].to_string(), told);
}

#[test]
fn a_root_and_its_file_are_a_circle_if_each_uses_the_other() {
    let (lib, x) = (("lib.rs", "mod a;"), ("a/x.rs", "use super::A; pub struct X;"));
    let re_exports = [lib, ("a.rs", "mod x; pub use x::X; pub struct A;"), x];
    assert_eq!(circles(&house(&re_exports).arrows()).len(), 1);
    let declares = [lib, ("a.rs", "pub mod x; pub struct A;"), x];
    assert_eq!(circles(&house(&declares).arrows()).len(), 0);
}

#[test]
fn the_real_disk_is_found_outside_doors() {
    let files = [
        ("lib.rs", "mod source; mod b; mod cli;"),
        ("source.rs", "pub struct RealDisk;"),
        ("b.rs", "use crate::source::RealDisk;"),
        ("cli.rs", "use crate::source::RealDisk;"),
    ];
    let told = house(&files).away_from("RealDisk", |file| file == "cli.rs");
    assert_eq!(told, ["src/b.rs:1 names `RealDisk`"]);
}
