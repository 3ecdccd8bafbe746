//! All rules, one file each. The table has the order of the documentation.

mod ambiguous_log_rule;
mod approval_message;
mod burst_at_boundary;
mod default_allow;
mod duplicate_clause;
mod literal_regex;
mod missing_default;
mod missing_message;
mod optional_argument_in_deny;
mod single_value_list;
mod suppression_without_reason;
mod unreachable_limit;
mod untested_tool;
mod unused_name;
mod unused_suppression;

use super::Rule;

/// All rules.
pub static RULES: &[&Rule] = &[
    // Exposure.
    &default_allow::RULE,
    &missing_default::RULE,
    // Conditions that let through.
    &optional_argument_in_deny::RULE,
    // Rules that do nothing.
    &duplicate_clause::RULE,
    &unreachable_limit::RULE,
    &unused_name::RULE,
    // What readers and operators see.
    &ambiguous_log_rule::RULE,
    &approval_message::RULE,
    &missing_message::RULE,
    &burst_at_boundary::RULE,
    &literal_regex::RULE,
    &single_value_list::RULE,
    &untested_tool::RULE,
    &unused_suppression::RULE,
    &suppression_without_reason::RULE,
];

#[cfg(test)]
mod tests {
    use super::RULES;
    use std::collections::HashSet;

    #[test]
    fn every_rule_has_its_own_name_a_title_and_all_sections() {
        let names: HashSet<_> = RULES.iter().map(|rule| rule.name()).collect();
        assert_eq!(names.len(), RULES.len());
        for rule in RULES {
            let name = rule.name();
            assert!(!rule.title.is_empty() && !rule.title.ends_with('.'), "{name}");
            for section in ["\n## Flagged\n", "\n## Clean\n", "\n## When to ignore it\n"] {
                assert!(rule.page.contains(section), "{name} lacks {section}");
            }
        }
    }
}
