//! `jamb learn`: each rule with a small trace, snapshots of the policies, and laws for every trace.

mod agreement;
mod evidence;
mod excluded;
mod inputs;
mod laws;
mod links;
mod outcomes;
mod policies;
mod shop;
mod support_of_others;
