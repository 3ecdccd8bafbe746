//! Names that no server has.

/// A tool that no policy names.
pub const UNLISTED: &str = "jamb_probe_of_a_tool_that_is_not_listed";
