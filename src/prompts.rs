//! The rules that turn evidence into prompts: questions, never verdicts. Pure.
