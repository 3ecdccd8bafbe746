//! The values of `under`, `on`, `at`, `starts with` and `ends with`: together they are one regular expression.

use super::context::Context;
use super::errors::{Wanted, operands};
use super::meaning::Constant;
use super::site::Site;
use crate::diagnostic::Code;
use crate::syntax::tree::{Literal, OneOrList, Value};
use crate::vocab::TextOperator;

impl<'t> Context<'t> {
    /// The regular expression that an operator and its values compile to; `None` if one of them is wrong or not known.
    pub fn texts(
        &mut self,
        site: &Site<'t>,
        operator: TextOperator,
        operand: &'t OneOrList,
        wanted: Wanted,
    ) -> Option<String> {
        let (values, span) = match operand {
            OneOrList::Value(value) => (std::slice::from_ref(value), value.span()),
            OneOrList::List(values, brackets) => (values.as_slice(), *brackets),
        };
        let elements = self.elements(site, values, span);
        let parts: Vec<_> =
            elements.into_iter().map(|(constant, value)| self.part(site, operator, constant?, value, wanted)).collect();
        let regex = parts.into_iter().collect::<Option<Vec<_>>>()?.join("|");
        if self.regexes.mistake(&regex).is_some() {
            self.report(site, operands::operands_too_large(site.place(span), operator));
            return None;
        }
        self.take(regex.len()).then_some(regex)
    }

    fn part(
        &mut self,
        site: &Site<'t>,
        operator: TextOperator,
        constant: Constant<'t>,
        value: &'t Value,
        wanted: Wanted,
    ) -> Option<String> {
        let place = site.place(value.span());
        let Literal::Text(text) = constant.literal else {
            if !self.diagnostics.has(Code::TYPE_MISMATCH, wanted.comparison) {
                let error = operands::not_a_text(
                    place,
                    constant.literal.span().of(constant.source),
                    constant.described(),
                    wanted,
                );
                self.report(site, error);
            }
            return None;
        };
        match operator.regex(&text.value) {
            Ok(regex) => Some(regex),
            Err(mistake) => {
                if !self.diagnostics.has(Code::INVALID_OPERAND, place) {
                    self.report(site, operands::invalid_operand(place, operator, &text.value, &mistake));
                }
                None
            }
        }
    }
}
