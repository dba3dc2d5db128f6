UPDATE @@prefix@@order SET note = 'third';

INSERT INTO @@prefix@@schema (version) VALUES (3);
