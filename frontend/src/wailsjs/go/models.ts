export namespace chat {
	
	export interface AttachmentView {
	    name: string;
	    mime: string;
	    size: number;
	    hash: string;
	    missing: boolean;
	    text: string;
	}
	export interface Branch {
	    leaf: string;
	    messages: number;
	    created_at: string|null;
	    in_view: boolean;
	}
	export interface Change {
	    count: number;
	    undo: string;
	}
	export interface Target {
	    key: string;
	    name: string;
	}
	export interface Ready {
	    target: Target;
	    records: number;
	    reason: string;
	    advice: string;
	}
	export interface Finding {
	    conversation_id: string;
	    id: number;
	    title: string;
	    code: string;
	    level: 'stop'|'drop'|'warn'|'info';
	    record?: number;
	    turn: number;
	    message: string;
	    values: string[];
	    message_id: string;
	}
	export interface Exported {
	    selected: number;
	    exported: number;
	    left_out: number;
	}
	export interface ExportReport {
	    dataset: string;
	    file_name: string;
	    file_format: 'jsonl'|'csv'|'parquet';
	    data_format: string;
	    records: number;
	    bytes: number;
	    conversations: Exported;
	    repaired: Finding[];
	    left_out: Finding[];
	    warnings: Finding[];
	    code_counts: Record<string, number>;
	    repaired_records: number;
	    left_out_records: number;
	    ready: Ready[];
	    truncated: boolean;
	}
	export interface CheckReport {
	    report: ExportReport;
	    records: string[];
	}
	export interface Counts {
	    found: number;
	    new: number;
	    updated: number;
	    unchanged: number;
	    skipped: number;
	    failed: number;
	}
	export interface FileChoice {
	    file_format: 'jsonl'|'csv'|'parquet';
	    offered: boolean;
	    sentence: string;
	}
	export interface DataFormat {
	    key: string;
	    name: string;
	    sentence: string;
	    files: FileChoice[];
	}
	export interface ExportOptions {
	    dataset: string;
	    file_name: string;
	    file_format: 'jsonl'|'csv'|'parquet';
	    data_format: string;
	    as_recorded: boolean;
	    reasoning?: 'omit'|'field'|'inline';
	    spoken?: 'inline';
	    parallel_calls?: 'one'|'keep';
	    branches?: 'view'|'all';
	    per?: 'conversation'|'answer';
	    system?: 'keep'|'drop'|'replace';
	    system_text?: string;
	    max_tokens?: number;
	    tokenizer?: string;
	    over?: 'leave_out'|'cut';
	    duplicates?: 'leave_out';
	    compression?: 'zstd';
	    mistral_ids?: boolean;
	    attachment_text?: boolean;
	}
	export interface Dataset {
	    name: string;
	    data_format: string;
	    file_format: 'jsonl'|'csv'|'parquet';
	    file_name: string;
	    records: number;
	    bytes: number;
	    created_at: string;
	    options: ExportOptions;
	}
	export interface SubRun {
	    id: number;
	    call_id: string;
	    title: string;
	}
	export interface Row {
	    id: number;
	    source: string;
	    external_id: string;
	    title: string;
	    type: 'chat'|'agent'|'graph';
	    status: 'active'|'favorite'|'deleted';
	    tags: string[];
	    model: string;
	    created_at: string|null;
	    updated_at: string|null;
	    date_is_guess: boolean;
	    rounds: number;
	    messages: number;
	    excerpt: string;
	    snippet: string;
	    parent_id: number;
	    sub_agents: number;
	}
	export interface Detail {
	    row: Row;
	    leaf: string;
	    branches: Branch[];
	    total: number;
	    sub_runs: SubRun[];
	}
	
	
	export interface Filter {
	    search?: string;
	    text?: string;
	    from?: string;
	    to?: string;
	    types?: string[];
	    statuses?: string[];
	    sources?: string[];
	    tags?: string[];
	    models?: string[];
	    parent?: number;
	    import?: number;
	    sub_agents?: boolean;
	}
	export interface Selection {
	    ids?: number[];
	    filter?: Filter;
	    except?: number[];
	}
	export interface ExportRequest {
	    selection: Selection;
	    options: ExportOptions;
	}
	
	export interface Facet {
	    value: string;
	    count: number;
	}
	export interface Facets {
	    all: number;
	    favorite: number;
	    deleted: number;
	    types: Facet[];
	    sources: Facet[];
	    tags: Facet[];
	    models: Facet[];
	}
	
	
	
	export interface Problem {
	    where: string;
	    offset: number;
	    id: string;
	    title: string;
	    reason: string;
	}
	export interface FoundPlace {
	    source: string;
	    name: string;
	    path: string;
	    files: number;
	    bytes: number;
	    changed: string | null;
	    more: boolean;
	    watched: boolean;
	}
	export interface Found {
	    places: FoundPlace[];
	    problems: Problem[];
	}
	
	export interface ImportEntry {
	    id: number;
	    state: 'running'|'done'|'problems'|'interrupted'|'undone';
	    origin: 'files'|'samples'|'watched';
	    started_at: string;
	    ended_at: string|null;
	    undone_at: string|null;
	    paths: string[];
	    named: number;
	    format: string;
	    conversations: Counts;
	    undoable: boolean;
	}
	export interface Kept {
	    kept: number;
	    missing: number;
	}
	export interface ImportReport {
	    id: number;
	    path: string;
	    format: string;
	    conversations: Counts;
	    sub_agents: number;
	    messages: number;
	    attachments: Kept;
	    skipped: Problem[];
	    failed: Problem[];
	    unknown: Record<string, number>;
	    notes: string[];
	    unknown_files?: Problem[];
	    error: string;
	    cancelled: boolean;
	    files: ImportReport[];
	    readings?: number;
	}
	export interface ImportRecord {
	    import: ImportEntry;
	    report: ImportReport;
	}
	
	
	export interface ListPage {
	    total: number;
	    total_capped: boolean;
	    conversations: Row[];
	    next: string;
	}
	export interface ListRequest {
	    filter: Filter;
	    sort?: string;
	    limit: number;
	    offset: number;
	    after: string;
	}
	export interface ToolCallView {
	    id: string;
	    name: string;
	    arguments: string;
	}
	export interface MessageView {
	    id: string;
	    round: number;
	    agent_name: string;
	    role: 'system'|'user'|'assistant'|'tool';
	    content: string;
	    truncated: boolean;
	    reasoning: string;
	    tool_calls: ToolCallView[];
	    tool_call_id: string;
	    name: string;
	    model: string;
	    channel: string;
	    rating: number;
	    is_error: boolean;
	    created_at: string|null;
	    attachments: AttachmentView[];
	    siblings: string[];
	    sibling: number;
	}
	export interface PreviewPage {
	    dataset: string;
	    records: string[];
	    total: number;
	}
	
	
	
	
	
	
	export interface ThreadPage {
	    messages: MessageView[];
	    offset: number;
	    total: number;
	}
	export interface Time {
	    MS: number;
	    Valid: boolean;
	    Guessed: boolean;
	}
	
	export interface UndoReport {
	    import: number;
	    removed: number;
	    restored: number;
	    kept: number;
	    sub_agents: number;
	    edited: number;
	    watched: boolean;
	    notes: string[];
	}
	export interface WatchedPlace {
	    path: string;
	    source: string;
	    added_at: string | null;
	    read_at: string | null;
	    import: number;
	    state: 'new'|'read'|'partly'|'failed'|'missing';
	    error: string;
	}

}

export namespace main {
	
	export interface Settings {
	    theme: 'system'|'light'|'dark';
	    language: 'system'|'en'|'zh-CN';
	}
	export interface AppInfo {
	    version: string;
	    library: string;
	    platform: string;
	    settings: Settings;
	    open: string[];
	}

}

