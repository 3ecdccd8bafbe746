//! Numbers over time as a picture of bars, in plain SVG.

use crate::report::content::Chart;
use crate::vocab::visible::message;

/// The size of the picture, in its own units.
const WIDTH: f64 = 1_000.0;
const HEIGHT: f64 = 200.0;

/// A picture of bars.
pub struct ShownChart<'c> {
    /// What the picture shows, for those who can't see it.
    pub summary: String,
    /// The series, in the order of their classes.
    pub series: &'c [&'static str],
    /// The bars.
    pub bars: Vec<Rectangle>,
    /// Where the first bar begins.
    pub first: String,
    /// How high the highest bar is.
    pub scale: String,
    /// Where the last bar ends.
    pub last: String,
}

/// A part of a bar.
pub struct Rectangle {
    /// The number of the series.
    pub series: usize,
    /// What it shows.
    pub label: String,
    /// The left edge.
    pub x: String,
    /// The upper edge.
    pub y: String,
    /// The width.
    pub width: String,
    /// The height.
    pub height: String,
}

impl<'c> ShownChart<'c> {
    /// A chart as a picture.
    pub fn new(chart: &'c Chart) -> Self {
        let sum = |counts: &[u64]| counts.iter().sum::<u64>();
        let highest = chart.bars.iter().map(|bar| sum(&bar.counts)).max().unwrap_or(0);
        let [first, last] = &chart.ends;
        Self {
            summary: format!(
                "{} over time: {} bars, at most {highest} calls",
                chart.series.join(", "),
                chart.bars.len()
            ),
            series: &chart.series,
            bars: rectangles(chart, highest),
            first: message(first),
            scale: format!("highest bar: {highest}"),
            last: message(last),
        }
    }
}

fn rectangles(chart: &Chart, highest: u64) -> Vec<Rectangle> {
    let step = WIDTH / chart.bars.len().max(1) as f64;
    let unit = HEIGHT / highest.max(1) as f64;
    let mut rectangles = Vec::new();
    for (index, bar) in chart.bars.iter().enumerate() {
        let mut below = 0;
        for (series, (count, name)) in bar.counts.iter().zip(&chart.series).enumerate() {
            below += count;
            if *count > 0 {
                rectangles.push(Rectangle {
                    series,
                    label: message(&format!("{}: {count} {name}", bar.label)),
                    x: units(index as f64 * step),
                    y: units(HEIGHT - below as f64 * unit),
                    width: units((step * 0.9).max(0.5)),
                    height: units((*count as f64 * unit).max(0.5)),
                });
            }
        }
    }
    rectangles
}

fn units(number: f64) -> String {
    format!("{number:.2}")
}
