CREATE TABLE IF NOT EXISTS @@prefix@@order (
	id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
	merchant VARCHAR(32) DEFAULT '' NOT NULL,
	order_id VARCHAR(64),
	reference VARCHAR(128),
	wire_reference VARCHAR(128),
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
	asked_claims TEXT,
	asked_answers INTEGER DEFAULT 0 NOT NULL,
	asked_answered_at BIGINT,
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
	poll_interval BIGINT,
	poll_evenly_for BIGINT,
	give_up_after BIGINT,
	query_owner VARCHAR(36),
	query_at BIGINT,
	answered_at BIGINT,
	traceparent VARCHAR(55),
	version BIGINT NOT NULL,
	UNIQUE (order_id, merchant),
	UNIQUE (wire_reference, merchant),
	INDEX order_reference (reference, merchant, id),
	INDEX order_due (merchant, next_poll_at),
	INDEX order_expedited (merchant, expedited_at),
	INDEX order_recorded (merchant, recorded_at, id),
	INDEX order_status (merchant, status, recorded_at, id),
	INDEX order_open (merchant, is_open, recorded_at, id),
	INDEX order_disputed (merchant, disputed, recorded_at, id),
	INDEX order_in_doubt (merchant, refund_in_doubt, recorded_at, id)
) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

CREATE TABLE IF NOT EXISTS @@prefix@@refund (
	id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
	merchant VARCHAR(32) DEFAULT '' NOT NULL,
	refund_id VARCHAR(36) NOT NULL UNIQUE,
	order_id VARCHAR(64) NOT NULL,
	refund_key VARCHAR(128),
	amount NUMERIC(40, 20),
	state VARCHAR(16) NOT NULL,
	kaspi_id VARCHAR(128),
	created_at BIGINT NOT NULL,
	UNIQUE (order_id, merchant, refund_key)
) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

CREATE TABLE IF NOT EXISTS @@prefix@@event (
	id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
	event_id VARCHAR(130) NOT NULL UNIQUE,
	merchant VARCHAR(32) DEFAULT '' NOT NULL,
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
	account VARCHAR(400),
	transaction_id VARCHAR(18),
	state VARCHAR(16) NOT NULL,
	attempts INTEGER NOT NULL,
	due_at BIGINT NOT NULL,
	delivered_at BIGINT,
	last_error VARCHAR(500),
	traceparent VARCHAR(55),
	INDEX event_due (state, due_at, id),
	INDEX event_order (order_id, merchant, id),
	INDEX event_delivered (delivered_at),
	INDEX event_found (merchant, kind, source, occurred_at)
) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

CREATE TABLE IF NOT EXISTS @@prefix@@webhook (
	id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
	merchant VARCHAR(32) DEFAULT '' NOT NULL,
	received_at BIGINT NOT NULL,
	order_id VARCHAR(64) NOT NULL,
	status VARCHAR(64) NOT NULL,
	outcome VARCHAR(16) NOT NULL,
	body_sha256 CHAR(64) NOT NULL,
	INDEX webhook_merchant (merchant, received_at)
) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

CREATE TABLE IF NOT EXISTS @@prefix@@payment (
	id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
	merchant VARCHAR(32) DEFAULT '' NOT NULL,
	transaction_id VARCHAR(18) NOT NULL,
	account VARCHAR(400) NOT NULL,
	order_id VARCHAR(64),
	amount NUMERIC(40, 20) NOT NULL,
	paid_at BIGINT NOT NULL,
	recorded_at BIGINT NOT NULL,
	answer TEXT NOT NULL,
	UNIQUE (transaction_id, merchant),
	INDEX payment_paid (merchant, paid_at, id),
	INDEX payment_recorded (merchant, recorded_at)
) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

CREATE TABLE IF NOT EXISTS @@prefix@@device (
	device CHAR(64) PRIMARY KEY,
	token VARCHAR(1000),
	leased_until BIGINT NOT NULL
) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

CREATE TABLE IF NOT EXISTS @@prefix@@schema (
	version INTEGER PRIMARY KEY
) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

INSERT INTO @@prefix@@schema (version) VALUES (1);
