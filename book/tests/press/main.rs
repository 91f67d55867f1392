//! What the press promises: each rule of the gate has a sample that breaks it, and only it.

#![expect(clippy::unwrap_used, reason = "a test whose sample cannot be set up may stop")]

mod arguments;
mod chapters_have_pages;
mod code_is_included;
mod exercises_have_answers;
mod figures_are_drawn;
mod figures_are_measured;
mod includes_resolve;
mod lines_fit;
mod links_resolve;
mod output;
mod player;
mod rows_are_there;
mod rows_are_used;
mod sample;
mod scenes_begin_anew;
mod serving;
mod sources_close;
mod transcripts_are_snapshots;
