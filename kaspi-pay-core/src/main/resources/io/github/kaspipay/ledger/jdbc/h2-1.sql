CREATE TABLE IF NOT EXISTS @@prefix@@order (
	id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
	order_id VARCHAR(64) UNIQUE,
	reference VARCHAR(128) UNIQUE,
	status VARCHAR(64) NOT NULL,
	amount NUMERIC(40, 20) NOT NULL,
	refunded_amount NUMERIC(40, 20) NOT NULL,
	qr_data CHARACTER VARYING,
	payment_url CHARACTER VARYING,
	created_at BIGINT,
	expires_at BIGINT,
	paid_at BIGINT,
	refund_id VARCHAR(36),
	refund_amount NUMERIC(40, 20),
	refund_since BIGINT,
	unconfirmed VARCHAR(64),
	unconfirmed_since BIGINT,
	disputed BOOLEAN NOT NULL,
	recorded_at BIGINT NOT NULL,
	next_poll_at BIGINT,
	asked_by VARCHAR(36),
	asked_at BIGINT,
	answered_at BIGINT,
	version BIGINT NOT NULL
);

CREATE INDEX IF NOT EXISTS @@prefix@@order_due ON @@prefix@@order (next_poll_at);

CREATE TABLE IF NOT EXISTS @@prefix@@event (
	id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
	event_id VARCHAR(130) NOT NULL UNIQUE,
	kind VARCHAR(16) NOT NULL,
	order_id VARCHAR(64) NOT NULL,
	reference VARCHAR(128),
	amount NUMERIC(40, 20) NOT NULL,
	occurred_at BIGINT NOT NULL,
	source VARCHAR(16) NOT NULL,
	paid_at BIGINT,
	late BOOLEAN,
	refunded_total NUMERIC(40, 20),
	full_refund BOOLEAN,
	reason VARCHAR(32),
	state VARCHAR(16) NOT NULL,
	attempts INTEGER NOT NULL,
	due_at BIGINT NOT NULL,
	delivered_at BIGINT
);

CREATE INDEX IF NOT EXISTS @@prefix@@event_due ON @@prefix@@event (state, due_at, id);

CREATE INDEX IF NOT EXISTS @@prefix@@event_order ON @@prefix@@event (order_id, id);

CREATE TABLE IF NOT EXISTS @@prefix@@webhook (
	id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
	received_at BIGINT NOT NULL,
	order_id VARCHAR(64) NOT NULL,
	status VARCHAR(64) NOT NULL,
	outcome VARCHAR(16) NOT NULL,
	body_sha256 CHAR(64) NOT NULL
);

CREATE INDEX IF NOT EXISTS @@prefix@@webhook_received ON @@prefix@@webhook (received_at);

CREATE TABLE IF NOT EXISTS @@prefix@@schema (
	version INTEGER PRIMARY KEY
);

INSERT INTO @@prefix@@schema (version) VALUES (1);
