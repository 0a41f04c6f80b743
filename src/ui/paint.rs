//! Drawing primitives: charts, strips and fitted text from plain values. They know no screen.

pub mod apart;
pub mod ascii;
pub mod centiles;
pub mod cusum;
pub mod funnel;
pub mod growth;
pub mod sparkline;
pub mod strip;
pub mod text;
pub mod toward;

mod braille;
