//! The tools of a server and the types of their arguments, from its tools/list response. A server may describe
//! a tool in any odd way: what can't be read is unknown, never an error.

pub mod rule;
pub mod types;
mod type_words;
mod order;
mod counting;
pub mod argument;
pub mod inner;
pub mod schema;
mod list;
mod pages;
mod tools;
mod errors;
mod messages;
mod described;
mod entry;
mod oddity;
mod tools_list;
mod shared;

pub use argument::Argument;
pub use errors::NotACatalog;
pub use inner::Inner;
pub use list::{Annotations, ListedTool, MAX_TOOLS, ToolList};
pub use oddity::{Oddity, OddityKind};
pub use pages::Pages;
pub use schema::{InputSchema, Lookup, Schema};
pub use shared::{Catalogs, Parsed};
pub use tools::{Catalog, Tool};
pub use tools_list::{parse, read, read_closely, texts};
