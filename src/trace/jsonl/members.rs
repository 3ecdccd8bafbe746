//! The members that are read, by number.

use crate::source::scan::Raw;
use crate::trace::aliases::{ALIASES, role_like};

/// Nothing reads it.
pub const UNASKED: u32 = 0;
pub const TS: u32 = 1;
pub const GRANT: u32 = 2;
pub const TOOL: u32 = 3;
pub const ARGS: u32 = 4;
pub const EXPECT: u32 = 5;
pub const ID: u32 = 6;
pub const SESSION: u32 = 7;
pub const DECISION: u32 = 8;
pub const DENIED_BY: u32 = 9;
pub const MESSAGE: u32 = 10;
pub const SERVER: u32 = 11;
/// The members that are read only if another one is missing: see `Aliases`.
pub const FIRST_ALIAS: u32 = 16;
/// The members that look like one that is read: this, and the number of its role.
pub const FIRST_LIKE: u32 = 32;

/// The number of the member with this key.
pub fn member(key: Raw, line: &[u8]) -> u32 {
    match &*key.text(line) {
        b"ts" => TS,
        b"grant" => GRANT,
        b"tool" => TOOL,
        b"args" => ARGS,
        b"expect" => EXPECT,
        b"id" => ID,
        b"session" => SESSION,
        b"decision" => DECISION,
        b"denied_by" => DENIED_BY,
        b"message" => MESSAGE,
        b"server" => SERVER,
        other => odd_member(other),
    }
}

#[inline(never)]
fn odd_member(key: &[u8]) -> u32 {
    match ALIASES.iter().position(|(alias, _)| alias.as_bytes() == key) {
        Some(index) => FIRST_ALIAS + index as u32,
        None => role_like(key).map_or(UNASKED, |role| FIRST_LIKE + role as u32),
    }
}
