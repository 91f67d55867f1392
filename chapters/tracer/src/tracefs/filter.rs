//! Which lines of a tracepoint are of interest, as the kernel is told.

/// A filter with the server's port and tasks in it.
pub(crate) fn filled(filter: &str, port: u16, tasks: &[String]) -> String {
    let filter = filter.replace("PORT", &port.to_string());
    let mut parts = filter.split("TASK(");
    let mut filled = parts.next().unwrap_or_default().to_owned();
    for (field, rest) in parts.filter_map(|part| part.split_once(')')) {
        filled += &format!("({}){rest}", any(field, tasks));
    }
    filled
}

/// A filter for a field that is one of these numbers.
fn any(field: &str, numbers: &[String]) -> String {
    let each: Vec<String> = numbers.iter().map(|number| format!("{field}=={number}")).collect();
    each.join("||")
}

#[cfg(test)]
mod tests {
    use super::filled;

    #[test]
    fn a_filter_names_the_port_and_each_task() {
        let tasks = ["7".to_owned(), "9".to_owned()];
        let filter = filled("sport==PORT", 80, &tasks);
        assert_eq!(filter, "sport==80");
        let filter = filled("TASK(prev_pid)||TASK(next_pid)", 80, &tasks);
        assert_eq!(filter, "(prev_pid==7||prev_pid==9)||(next_pid==7||next_pid==9)");
    }
}
