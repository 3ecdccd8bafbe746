//! All rules, one file each, in the order of the documentation.

mod agent_controlled;
mod always_denied;
mod ambiguous_log_rule;
mod approval_message;
mod burst_at_boundary;
mod confusable_text;
mod default_allow;
mod denylist_escaped;
mod destructive_callable;
mod duplicate_clause;
mod execute_without_condition;
mod execute_without_limit;
mod financial_without_condition;
mod glob_in_text;
mod hardcoded_secret;
mod host_check;
mod insecure_scheme;
mod list_element;
mod literal_regex;
mod lookalike_tool;
mod missing_default;
mod missing_message;
mod misspelt_test;
mod number_as_text;
mod open_ended_regex;
mod open_prefix;
mod open_recipient;
mod open_range;
mod optional_argument_in_deny;
mod path_traversal;
mod pattern_covers_more;
mod placeholder_in_message;
mod program_option;
mod rating_contradicts_catalog;
mod secret_read;
mod several_values;
mod shell_separator;
mod sibling_gap;
mod single_value_list;
mod stacked_statement;
mod suppression_without_reason;
mod suspicious_class;
mod tool_named_all;
mod unanchored_regex;
mod unconstrained_code_argument;
mod unguarded_tool;
mod unrated_tool;
mod unreachable_clause;
mod unreachable_limit;
mod untested_tool;
mod unused_name;
mod unused_suppression;
mod write_without_limit;

pub use ambiguous_log_rule::one_for_each_name;

use super::rule::Rule;

/// All rules.
pub static RULES: &[&Rule] = &[
    // Exposure.
    &default_allow::RULE,
    &missing_default::RULE,
    &unrated_tool::RULE,
    &tool_named_all::RULE,
    &execute_without_limit::RULE,
    &execute_without_condition::RULE,
    &write_without_limit::RULE,
    &financial_without_condition::RULE,
    &destructive_callable::RULE,
    &rating_contradicts_catalog::RULE,
    &pattern_covers_more::RULE,
    &unconstrained_code_argument::RULE,
    &open_recipient::RULE,
    &list_element::RULE,
    &secret_read::RULE,
    &unguarded_tool::RULE,
    &sibling_gap::RULE,
    // Conditions that let calls through.
    &optional_argument_in_deny::RULE,
    &unanchored_regex::RULE,
    &open_ended_regex::RULE,
    &path_traversal::RULE,
    &open_prefix::RULE,
    &several_values::RULE,
    &glob_in_text::RULE,
    &host_check::RULE,
    &suspicious_class::RULE,
    &stacked_statement::RULE,
    &shell_separator::RULE,
    &program_option::RULE,
    &open_range::RULE,
    &number_as_text::RULE,
    &denylist_escaped::RULE,
    &agent_controlled::RULE,
    &insecure_scheme::RULE,
    // Rules that do nothing.
    &always_denied::RULE,
    &unreachable_clause::RULE,
    &duplicate_clause::RULE,
    &unreachable_limit::RULE,
    &unused_name::RULE,
    // What readers and operators see.
    &ambiguous_log_rule::RULE,
    &approval_message::RULE,
    &placeholder_in_message::RULE,
    &missing_message::RULE,
    &burst_at_boundary::RULE,
    &hardcoded_secret::RULE,
    &confusable_text::RULE,
    &lookalike_tool::RULE,
    &literal_regex::RULE,
    &single_value_list::RULE,
    &untested_tool::RULE,
    &misspelt_test::RULE,
    &unused_suppression::RULE,
    &suppression_without_reason::RULE,
];

/// The rule with this name.
pub fn named(name: &str) -> Option<&'static Rule> {
    RULES.iter().copied().find(|rule| rule.name() == name)
}

/// The names of all rules.
pub fn names() -> Vec<&'static str> {
    RULES.iter().map(|rule| rule.name()).collect()
}

#[cfg(test)]
mod tests {
    use super::RULES;
    use std::collections::HashSet;

    const SECTIONS: [&str; 5] = ["What it finds", "Why it matters", "Example", "Fix", "When to ignore it"];

    #[test]
    fn every_rule_has_its_own_name_a_title_and_all_sections() {
        let names: HashSet<_> = RULES.iter().map(|rule| rule.name()).collect();
        assert_eq!(names.len(), RULES.len());
        for rule in RULES {
            let name = rule.name();
            assert!(!rule.title.is_empty() && !rule.title.ends_with('.'), "{name}");
            let sections: Vec<&str> = rule.page.lines().filter_map(|line| line.strip_prefix("## ")).collect();
            assert_eq!(sections, SECTIONS, "{name}");
        }
    }
}
