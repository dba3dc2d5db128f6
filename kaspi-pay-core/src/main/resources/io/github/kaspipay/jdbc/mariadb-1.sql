CREATE TABLE IF NOT EXISTS @@prefix@@order (
	id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
	order_id VARCHAR(64) UNIQUE,
	reference VARCHAR(128),
	wire_reference VARCHAR(128) UNIQUE,
	attempt INTEGER NOT NULL,
	superseded BOOLEAN NOT NULL,
	status VARCHAR(64) NOT NULL,
	is_open BOOLEAN NOT NULL,
	amount NUMERIC(40, 20) NOT NULL,
	refunded_amount NUMERIC(40, 20) NOT NULL,
	refunded_known BOOLEAN NOT NULL,
	refunds INTEGER NOT NULL,
	refund_in_doubt BOOLEAN NOT NULL,
	qr_data MEDIUMTEXT,
	payment_url TEXT,
	created_at BIGINT,
	expires_at BIGINT,
	paid_at BIGINT,
	metadata TEXT,
	unconfirmed VARCHAR(64),
	unconfirmed_since BIGINT,
	disputed BOOLEAN NOT NULL,
	dispute_reason VARCHAR(32),
	dispute_claims TEXT,
	claimed_status VARCHAR(64),
	claimed_amount NUMERIC(40, 20),
	disputed_at BIGINT,
	closed_locally BOOLEAN NOT NULL,
	recorded_at BIGINT NOT NULL,
	next_poll_at BIGINT,
	expedited_at BIGINT,
	query_owner VARCHAR(36),
	query_at BIGINT,
	answered_at BIGINT,
	version BIGINT NOT NULL,
	INDEX order_reference (reference, id),
	INDEX order_due (next_poll_at),
	INDEX order_expedited (expedited_at),
	INDEX order_recorded (recorded_at, id),
	INDEX order_status (status, recorded_at, id),
	INDEX order_open (is_open, recorded_at, id),
	INDEX order_disputed (disputed, recorded_at, id),
	INDEX order_in_doubt (refund_in_doubt, recorded_at, id)
) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

CREATE TABLE IF NOT EXISTS @@prefix@@refund (
	id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
	refund_id VARCHAR(36) NOT NULL UNIQUE,
	order_id VARCHAR(64) NOT NULL,
	refund_key VARCHAR(128),
	amount NUMERIC(40, 20),
	state VARCHAR(16) NOT NULL,
	kaspi_id VARCHAR(128),
	created_at BIGINT NOT NULL,
	UNIQUE (order_id, refund_key)
) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

CREATE TABLE IF NOT EXISTS @@prefix@@event (
	id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
	event_id VARCHAR(130) NOT NULL UNIQUE,
	kind VARCHAR(16) NOT NULL,
	order_id VARCHAR(64) NOT NULL,
	reference VARCHAR(128),
	amount NUMERIC(40, 20),
	occurred_at BIGINT NOT NULL,
	source VARCHAR(16) NOT NULL,
	metadata TEXT,
	paid_at BIGINT,
	late BOOLEAN,
	order_amount NUMERIC(40, 20),
	refund_id VARCHAR(128),
	refund_key VARCHAR(128),
	refunded_total NUMERIC(40, 20),
	full_refund BOOLEAN,
	reason VARCHAR(32),
	claimed_status VARCHAR(64),
	claimed_amount NUMERIC(40, 20),
	state VARCHAR(16) NOT NULL,
	attempts INTEGER NOT NULL,
	due_at BIGINT NOT NULL,
	delivered_at BIGINT,
	last_error VARCHAR(500),
	INDEX event_due (state, due_at, id),
	INDEX event_order (order_id, id),
	INDEX event_delivered (delivered_at),
	INDEX event_found (kind, source, occurred_at)
) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

CREATE TABLE IF NOT EXISTS @@prefix@@webhook (
	id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
	received_at BIGINT NOT NULL,
	order_id VARCHAR(64) NOT NULL,
	status VARCHAR(64) NOT NULL,
	outcome VARCHAR(16) NOT NULL,
	body_sha256 CHAR(64) NOT NULL,
	INDEX webhook_received (received_at)
) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

CREATE TABLE IF NOT EXISTS @@prefix@@schema (
	version INTEGER PRIMARY KEY
) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

INSERT INTO @@prefix@@schema (version) VALUES (1);
