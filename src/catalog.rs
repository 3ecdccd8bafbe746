//! The tools of a server and the types of their arguments, from its tools/list answer. What a
//! server says of a tool may be odd in any way: what can't be read is unknown, never an error.

pub mod rule;
pub mod types;
mod type_words;
mod order;
mod counting;
pub mod argument;
pub mod schema;
mod tools;
mod errors;
mod entry;
mod oddity;
mod tools_list;

pub use argument::Argument;
pub use errors::NotACatalog;
pub use oddity::{Oddity, OddityKind};
pub use schema::{InputSchema, Lookup};
pub use tools::{Annotations, Catalog, MAX_TOOLS, Tool};
pub use tools_list::{read, read_closely};
