//! What the machine has: cores and memory.

/// More than this the engine has no use for.
const MOST_CORES: usize = 256;

/// Returns how many cores may be used; two where the machine does not tell.
pub(super) fn cores() -> i64 {
    let cores = std::thread::available_parallelism().ok();
    cores.and_then(|n| i64::try_from(n.get().min(MOST_CORES)).ok()).unwrap_or(2)
}

/// Returns how many bytes of memory may be had; `None` where the machine does not tell.
pub(super) fn memory() -> Option<u64> {
    let told = |file: &str| std::fs::read_to_string(file).ok();
    let all = total(&told("/proc/meminfo")?)?;
    // In a container less may be had than the machine has.
    let allowed = told("/sys/fs/cgroup/memory.max").and_then(|text| text.trim().parse::<u64>().ok());
    Some(allowed.map_or(all, |allowed| all.min(allowed)))
}

/// Reads the memory of the machine in bytes as Linux tells it.
fn total(meminfo: &str) -> Option<u64> {
    let line = meminfo.lines().find_map(|line| line.strip_prefix("MemTotal:"))?;
    line.trim().strip_suffix(" kB")?.trim_end().parse::<u64>().ok()?.checked_mul(1024)
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_memory_of_the_machine_is_read_as_linux_tells_it() {
        let told = "MemTotal:       24557648 kB\nMemFree:         1234 kB\n";
        assert_eq!(super::total(told), Some(24_557_648 * 1024));
        assert_eq!(super::total("MemFree: 3 kB"), None);
    }
}
