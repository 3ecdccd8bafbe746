//! The conditions of a clause on one argument, evaluated for a text.

use crate::model::{Condition, Operand};
use crate::vocab::{Compared, Given, Operator, Path, Regex, Value};

/// Conditions on one argument.
#[derive(Debug)]
pub struct TextTests<'c> {
    tests: Vec<Test<'c>>,
    /// Whether the text is an element of a list.
    is_element: bool,
}

/// A condition, with its regular expression compiled.
#[derive(Debug)]
struct Test<'c> {
    operator: Operator,
    values: Vec<&'c Value>,
    pattern: Option<Regex>,
    present: Option<bool>,
}

impl<'c> TextTests<'c> {
    /// Those of some conditions that are on an argument.
    pub fn on(path: &Path, conditions: &'c [Condition]) -> Self {
        let tests = conditions.iter().filter(|condition| condition.path == *path).map(Test::of).collect();
        Self { tests, is_element: false }
    }

    /// The same for an argument that is a list of texts.
    #[must_use]
    pub fn of_elements(self, is_element: bool) -> Self {
        Self { is_element, ..self }
    }

    /// Whether a text meets all of them.
    pub fn hold(&self, text: &str) -> bool {
        let given = Given::Text(text);
        let given = if self.is_element { Given::List(vec![given]) } else { given };
        self.tests.iter().all(|test| test.holds(&given))
    }

    /// Texts that a condition names: its values, the part that it looks for, or short examples of its expression.
    pub fn named(&self, most: usize) -> Vec<String> {
        let texts =
            self.tests.iter().filter(|test| !test.operator.is_negative()).flat_map(|test| match &test.pattern {
                Some(regex) => regex.examples(most),
                None => test.values.iter().filter_map(|value| text_of(value)).take(most).collect(),
            });
        texts.collect()
    }

    /// Whether some condition is about the text itself, and not the opposite of one that is.
    pub fn name_texts(&self) -> bool {
        self.tests.iter().any(|test| {
            !test.operator.is_negative()
                && (test.pattern.is_some() || test.values.iter().any(|it| text_of(it).is_some()))
        })
    }
}

impl<'c> Test<'c> {
    fn of(condition: &'c Condition) -> Self {
        let values = match &condition.value {
            Operand::Value(value) => vec![value],
            Operand::List(values) => {
                values.iter().filter_map(|it| if let Operand::Value(value) = it { Some(value) } else { None }).collect()
            }
            Operand::Null => Vec::new(),
        };
        let pattern = condition.pattern().and_then(|pattern| Regex::new(pattern).ok());
        Self { operator: condition.op, values, pattern, present: condition.presence() }
    }

    fn holds(&self, given: &Given<'_>) -> bool {
        let compared = Compared { values: self.values.clone(), pattern: self.pattern.as_ref(), present: self.present };
        (self.operator.row().holds)(given, &compared)
    }
}

fn text_of(value: &Value) -> Option<String> {
    if let Value::Text(text) = value { Some(text.clone()) } else { None }
}
