//! Groups the tools: by category and certainty, and within each section by what is said about them.

use std::collections::HashMap;

use super::advice::{self, Advice};
use super::judged::Judged;
use crate::vocab::Category;

/// No statement but `rate` can name this tool: in `hide`, the gateway takes the name for every tool.
const STAR: &str = "*";

/// Tools of one category, all equally certain.
#[derive(Debug)]
pub(super) struct Section<'j> {
    pub category: Category,
    pub sure: bool,
    /// Whether anything says what they do.
    pub known: bool,
    pub groups: Vec<Group<'j>>,
}

/// Tools about which the same is said.
#[derive(Debug)]
pub(super) struct Group<'j> {
    pub tools: Vec<&'j Judged<'j>>,
    pub advice: Advice,
    /// The counter of their limit, if the default counter already belongs to another tool.
    pub counter: Option<String>,
}

/// The sections that have tools, least dangerous first.
pub(super) fn plan<'j>(judged: &'j [Judged<'j>]) -> Vec<Section<'j>> {
    let mut counters = HashMap::new();
    let order = Category::ALL.into_iter().flat_map(|category| [(category, true), (category, false)]);
    let order = order.flat_map(|(category, sure)| [(category, sure, true), (category, sure, false)]);
    let sections = order.map(|(category, sure, known)| {
        let of_this = |judged: &&Judged<'_>| {
            let judgement = &judged.judgement;
            (judgement.category, judgement.sure, judgement.known) == (category, sure, known)
        };
        let tools = judged.iter().filter(|judged| judged.tool.name != STAR).filter(of_this);
        Section { category, sure, known, groups: groups(category, tools, &mut counters) }
    });
    sections.filter(|section| !section.groups.is_empty()).collect()
}

/// Whether a tool is named `*`.
pub(super) fn has_star(judged: &[Judged<'_>]) -> bool {
    judged.iter().any(|judged| judged.tool.name == STAR)
}

fn groups<'j>(
    category: Category,
    tools: impl Iterator<Item = &'j Judged<'j>>,
    counters: &mut HashMap<String, usize>,
) -> Vec<Group<'j>> {
    let mut groups: Vec<Group<'j>> = Vec::new();
    let mut places: HashMap<(Advice, Option<String>), usize> = HashMap::new();
    for tool in tools {
        let counter =
            (is_limited(category) && tool.judgement.known).then(|| own_counter(tool.tool.name, counters)).flatten();
        let advice = advice::of(tool);
        let place = *places.entry((advice.clone(), counter.clone())).or_insert(groups.len());
        match groups.get_mut(place) {
            Some(group) => group.tools.push(tool),
            None => groups.push(Group { tools: vec![tool], advice, counter }),
        }
    }
    // Tools that need no decision come first.
    groups.sort_by_key(|group| group.advice != Advice::default());
    groups
}

pub(super) fn is_limited(category: Category) -> bool {
    match category {
        Category::Write | Category::Execute => true,
        Category::Read | Category::Destructive | Category::Financial => false,
    }
}

/// A counter name for a tool whose default one is taken. Counter names have no capital letters, so `getUser`
/// and `getuser` would share one. Default names end with `_rate`, so these are never taken by another tool.
fn own_counter(name: &str, counters: &mut HashMap<String, usize>) -> Option<String> {
    let usual = format!("{}_rate", name.to_ascii_lowercase());
    let used = counters.entry(usual.clone()).or_insert(0);
    *used += 1;
    (*used > 1).then(|| format!("{usual}_{used}"))
}

#[cfg(test)]
mod tests {
    use super::own_counter;
    use std::collections::HashMap;

    #[test]
    fn no_two_tools_share_a_counter_by_accident() {
        let mut counters = HashMap::new();
        let names = ["send", "Send", "SEND", "other"].map(|name| own_counter(name, &mut counters));
        assert_eq!(names, [None, Some("send_rate_2".to_owned()), Some("send_rate_3".to_owned()), None]);
    }
}
