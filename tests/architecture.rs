//! Imports go down the floors, never up and never sideways; files use each other without a circle;
//! each crate has its home.

mod circles;
mod floors;
mod homes;
mod house;
mod source;
mod tests;

use std::collections::BTreeSet;
use std::fs;
use std::sync::LazyLock;

use self::house::House;
use crate::support::run::root;

#[test]
fn imports_go_down() {
    let house = house();
    assert!(house.sources.len() > 300 && house.arrows().len() > 1000);
    none(floors::mistakes(house));
}

#[test]
fn no_files_use_each_other_in_a_circle() {
    let circles = circles::circles(&house().arrows());
    none(circles.iter().map(circles::Circle::to_string).collect());
}

#[test]
fn each_crate_has_its_home() {
    none(homes::mistakes(house(), &dependencies(), homes::HOMES));
}

#[test]
fn the_real_disk_is_in_the_doors() {
    none(house().away_from("RealDisk", |file| floors::DOORS.contains(&floors::room(file))));
}

#[test]
fn each_dependency_has_its_reason() {
    let manifest = fs::read_to_string(root().join("Cargo.toml")).unwrap();
    let dependencies = manifest.split("\n[dependencies]\n").nth(1).unwrap().split("\n[profile").next().unwrap();
    let mut reason = false;
    for line in dependencies.lines() {
        match line.chars().next() {
            Some('#') => reason = true,
            Some('[') | None => reason = false,
            Some(_) => assert!(reason, "`{line}` has no reason beside it"),
        }
    }
}

fn house() -> &'static House {
    static HOUSE: LazyLock<House> = LazyLock::new(|| House::read(&root().join("src"), dependencies()));
    &HOUSE
}

/// The crates that the library and the binary may name, as code names them.
fn dependencies() -> BTreeSet<String> {
    let manifest = fs::read_to_string(root().join("Cargo.toml")).unwrap();
    let mut names = BTreeSet::new();
    let mut section = "";
    for line in manifest.lines() {
        if line.starts_with('[') {
            section = line;
        } else if let Some((name, _)) = line.split_once(" = ")
            && section.ends_with("dependencies]")
            && !section.ends_with("dev-dependencies]")
        {
            names.insert(name.replace('-', "_"));
        }
    }
    names
}

fn none(mistakes: Vec<String>) {
    assert!(mistakes.is_empty(), "\n{}\n", mistakes.join("\n"));
}
