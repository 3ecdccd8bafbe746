//! The tree of a `.pl` file: what was written, with the place of every word, and nothing more. Names are not
//! resolved, numbers are not checked, and rules are not expanded.

mod values;
mod conditions;
mod clauses;
mod targets;
mod test_items;
mod items;
mod file;

pub use clauses::*;
pub use conditions::*;
pub use file::*;
pub use items::*;
pub use targets::*;
pub use test_items::*;
pub use values::*;
