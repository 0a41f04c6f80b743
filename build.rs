//! Lets the binary find the `DuckDB` library beside itself, and puts a copy there.
//!
//! `libduckdb-sys` links the library but leaves finding it at run time to whoever starts the
//! program. With an rpath of `$ORIGIN` the two files work wherever they lie, moved together.

use std::path::{Path, PathBuf};
use std::{env, fs, io};

#[expect(clippy::disallowed_methods, reason = "a build script is told by its environment what to do")]
fn main() -> io::Result<()> {
    println!("cargo:rerun-if-changed=build.rs");
    // The built-in specialty is embedded as a folder, which the compiler does not look at again by itself.
    println!("cargo:rerun-if-changed=specialties");
    println!("cargo:rerun-if-env-changed=DUCKDB_LIB_DIR");
    if env::var_os("CARGO_FEATURE_BUNDLED").is_some() {
        return Ok(());
    }
    let (origin, library) = match env::var("CARGO_CFG_TARGET_OS").as_deref() {
        Ok("macos") => ("@loader_path", "libduckdb.dylib"),
        _ => ("$ORIGIN", "libduckdb.so"),
    };
    // Tests and benches lie one folder below the binary.
    println!("cargo:rustc-link-arg=-Wl,-rpath,{origin}");
    println!("cargo:rustc-link-arg=-Wl,-rpath,{origin}/..");

    let Some(folder) = env::var_os("DUCKDB_LIB_DIR").map(PathBuf::from) else {
        return Ok(());
    };
    let source = folder.join(library);
    println!("cargo:rerun-if-changed={}", source.display());
    // OUT_DIR is <target>/<profile>/build/<package>/out.
    let out = env::var_os("OUT_DIR").map(PathBuf::from).unwrap_or_default();
    match out.ancestors().nth(3) {
        Some(profile) => place(&source, &profile.join(library)),
        None => Ok(()),
    }
}

/// Copies the library unless the same one is already there; a running program keeps its old file.
fn place(source: &Path, target: &Path) -> io::Result<()> {
    let same =
        |a: fs::Metadata, b: fs::Metadata| a.len() == b.len() && a.modified().ok() <= b.modified().ok();
    if let (Ok(from), Ok(to)) = (fs::metadata(source), fs::metadata(target))
        && same(from, to)
    {
        return Ok(());
    }
    let fresh = target.with_extension("fresh");
    fs::copy(source, &fresh)?;
    fs::rename(&fresh, target)
}
