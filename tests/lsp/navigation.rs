//! From names to what they mean and back.
