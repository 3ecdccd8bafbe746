//! The words of the language that every floor shares: values and their kinds, the table of operators, paths,
//! name patterns, times and windows, categories and regular expressions.

mod category;
mod everything;
mod kind;
mod map;
mod marks;
mod number;
mod order;
mod holds;
mod op;
mod path;
mod pattern;
mod regex;
mod regexes;
mod text_operator;
mod sha256;
pub mod spelling;
mod stamp;
mod time;
mod value;
pub mod visible;
mod window;
mod zone;
mod comparison_words;

pub use category::Category;
pub use comparison_words::{comparison_words, regular_expression, shortest_comparison_words};
pub use everything::MeansTools;
pub use holds::{Compared, Given, equals};
pub use kind::{Kind, Kinds};
pub use map::{Map, Set};
pub use marks::Marks;
pub use number::Number;
pub use op::{OPERATORS, Operand, OperandKind, Operator, OperatorRow, Opposite, Wants};
pub use order::Order;
pub use path::Path;
pub use pattern::NamePattern;
pub use regex::plain_texts;
pub use regex::{
    Alternative, Automaton, AutomatonState, AutomatonStep, CharacterKind, Characters, Complement, Effort, Letters,
    MAX_COMPLEMENT, MAX_COMPLEMENT_STATES, MAX_REGEX_BYTES, MAX_REPETITIONS, Matcher, Needles, OddClass, Oddity, Piece,
    Regex, RegexError, Sequence, SequenceStep, Shape, Stretch, alternatives, complement,
};
pub use regexes::Regexes;
pub use sha256::sha256;
pub use stamp::Stamp;
pub use text_operator::{HostMistake, OperandMistake, TEXT_OPERATORS, TextOperator};
pub use time::Time;
pub use value::Value;
pub use window::Window;
pub use zone::Zone;
