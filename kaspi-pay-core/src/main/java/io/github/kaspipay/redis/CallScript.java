/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.redis;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import io.github.kaspipay.ratelimit.CallWindow;
import org.jspecify.annotations.Nullable;

import org.springframework.data.redis.core.script.RedisScript;

/**
 * All arithmetic about the calls of all instances, in one script and in microseconds of
 * Redis's own clock.
 */
final class CallScript {

	/**
	 * An epoch detects data loss in Redis. In a new one no call is permitted until all
	 * instances had time to report theirs, and none of an instance before it has
	 * reported. If only the latest calls are lost, as in a failover, the caller's newest
	 * call shows it.
	 * <p>
	 * The clock may step either way, or be another server's after a failover: the time
	 * neither goes back, nor is it ever later than the caller's monotonic clock allows.
	 * For a caller who is new and has no such measure it stands still.
	 * <p>
	 * Callers may have windows of different lengths, as their calls may be on their way
	 * for different times. A call counts for all of them until its own caller's window is
	 * over, and is kept by that moment.
	 * <p>
	 * Nothing is believed that this script cannot have written, such as a pause of a year
	 * or calls of the future: it counts as lost memory, and is gone. So whatever somebody
	 * else puts under these keys is over at once, or with the longest pause there is. If
	 * Redis refuses a command for another reason than such content, that is the script's
	 * error, and changes nothing. A later form of the state needs another name of its
	 * key: instances that know different forms take each other's for foreign.
	 * <p>
	 * Commands are what takes the time: the state is one string, and calls are counted on
	 * by what the commands return. Numbers are written by {@code %.0f}, since those of
	 * {@code %d} have 32 bits in some builds of Redis.
	 */
	static final String LUA = """
			local known, fresh, newest, call = string.match(ARGV[1], '(%S*) (%S*) (%S*) (%S*)')
			local seen, to_latest, from_newest, window, longest_window, grace, pause, most, spread, catch_up, all, patience, longest, many =
				string.match(ARGV[2], '(%S+) (%S+) (%S+) (%S+) (%S+) (%S+) (%S+) (%S+) (%S+) (%S+) (%S+) (%S+) (%S+) (%S+)')
			local latest, newest_at = seen + to_latest, seen - from_newest
			seen, window, longest_window = tonumber(seen), tonumber(window), tonumber(longest_window)
			longest, many = tonumber(longest), tonumber(many)
			most, spread, catch_up = tonumber(most), tonumber(spread), tonumber(catch_up)
			all, patience = tonumber(all), tonumber(patience)

			local calls = redis.pcall('ZCARD', KEYS[2])
			local state = redis.pcall('GETRANGE', KEYS[1], '0', '127')
			for _, answer in ipairs({ calls, state }) do
				if type(answer) == 'table' and not string.find(answer.err, 'WRONGTYPE') then
					return answer
				end
			end
			if type(calls) == 'table' or calls > many then
				redis.call('UNLINK', KEYS[1], KEYS[2])
				calls, state = 0, ''
			elseif type(state) == 'table' then
				redis.call('UNLINK', KEYS[1])
				state = ''
			end

			local redis_time = redis.call('TIME')
			local clock = redis_time[1] * 1000000 + redis_time[2]
			local now = clock
			local epoch, time, ahead, paused, background, asked =
				string.match(state, '^(%x+) (%d+) (%-?%d+) (%d+) (%d+) (%d+)$')
			if epoch then
				time, ahead, paused = tonumber(time), tonumber(ahead), tonumber(paused)
				background, asked = tonumber(background), tonumber(asked)
				local possible
				if epoch == known then
					possible = time >= seen and time <= latest + grace
					now = math.max(math.min(clock + ahead, latest), time)
				else
					possible = time < 9e15 and math.abs(clock + ahead - time) <= 86400000000
					now = time
				end
				if not (possible and #state < 128 and #epoch == #fresh and paused - time <= longest
						and background - time <= longest_window and asked <= time) then
					epoch, now = nil, clock
				end
			end

			local at = string.format('%.0f', now)
			local future = redis.call('ZREMRANGEBYSCORE', KEYS[2], string.format('(%.0f', now + longest_window), '+inf')
			if future > 0 then
				epoch = nil
			end
			if not epoch then
				paused, background, asked = now, now, math.max(0, now - catch_up)
			end

			calls = calls - future - redis.call('ZREMRANGEBYSCORE', KEYS[2], '-inf', at)
			local forgotten = epoch == known and newest_at > now - window and not redis.call('ZSCORE', KEYS[2], newest)
			if not epoch or forgotten then
				epoch = fresh
				paused = math.max(paused, now + grace)
			end

			local taken, wait = 0, 0
			if epoch == known then
				for i = 3, #ARGV, 2 do
					calls = calls + redis.call('ZADD', KEYS[2], now + window - tonumber(ARGV[i + 1]), ARGV[i])
				end
				paused = math.max(paused, now + pause)
				wait = paused - now
				if call ~= '' then
					if spread > 0 then
						asked = now
					end
					if now - background >= patience and now - asked < catch_up then
						most = spread > 0 and all or math.max(1, all - 1)
					end
					if calls >= most then
						local last_to_leave = redis.call('ZRANGE', KEYS[2], -most, -most, 'WITHSCORES')
						wait = math.max(wait, math.ceil(last_to_leave[2] - now))
					end
					if spread > 0 then
						wait = math.max(wait, background - now)
					end
					if wait == 0 then
						taken = 1
						calls = calls + redis.call('ZADD', KEYS[2], string.format('%.0f', now + window), call)
						if spread > 0 then
							background = math.max(background, now - catch_up) + spread
						end
					end
				end
			end

			state = string.format('%s %s %.0f %.0f %.0f %.0f', epoch, at, now - clock, paused, background, asked)
			redis.call('SET', KEYS[1], state, 'PX', '86400000')
			redis.call('PEXPIRE', KEYS[2], '86400000')
			return {epoch, now, taken, wait, paused - now, calls}
			""";

	private final RedisScript<Object> script;

	private final List<String> keys;

	CallScript(String key) {
		this(key, LUA);
	}

	CallScript(String key, String lua) {
		this.script = RedisScript.of(lua);
		this.keys = List.of(key + ":state", key + ":calls");
	}

	List<String> keys() {
		return this.keys;
	}

	Answer run(RedisLink link, Request request) {
		Attempt attempt = (request.attempt() != null) ? request.attempt() : Attempt.NONE;
		List<Object> args = new ArrayList<>();
		args.add(names(request, attempt));
		args.add(numbers(request, attempt));
		for (Report report : request.reports()) {
			args.add(report.call());
			args.add(micros(report.age()));
		}
		List<@Nullable Object> answer = link.run(this.script, this.keys, args.toArray());
		return new Answer(new String((byte[]) Objects.requireNonNull(answer.get(0)), StandardCharsets.UTF_8),
				number(answer.get(1)), number(answer.get(2)) == 1, duration(answer.get(3)), duration(answer.get(4)),
				(int) number(answer.get(5)));
	}

	/**
	 * Together in one argument, as the numbers are: every argument takes its time.
	 */
	private static String names(Request request, Attempt attempt) {
		return request.epoch() + " " + request.freshEpoch() + " " + request.newest().call() + " " + attempt.call();
	}

	/**
	 * Times by what they differ, which is shorter.
	 */
	private static String numbers(Request request, Attempt attempt) {
		long[] numbers = { request.seen(), request.latest() - request.seen(), request.seen() - request.newest().time(),
				micros(request.window()), micros(request.longestWindow()), micros(request.grace()),
				micros(request.pause()), attempt.most(), micros(attempt.spread()), micros(attempt.catchUp()),
				attempt.all(), micros(attempt.patience()), micros(CallWindow.LONGEST_PAUSE), request.manyCalls() };
		StringBuilder text = new StringBuilder();
		for (long number : numbers) {
			text.append(number).append(' ');
		}
		return text.toString();
	}

	static long micros(Duration duration) {
		return duration.toNanos() / 1000;
	}

	private static long number(@Nullable Object element) {
		return (Long) Objects.requireNonNull(element);
	}

	private static Duration duration(@Nullable Object element) {
		return Duration.ofNanos(number(element) * 1000);
	}

	/**
	 * @param epoch the epoch that the caller knows; another one only tells it of its own
	 * @param freshEpoch the epoch to begin where there is none
	 * @param seen the shared time that the caller has seen
	 * @param latest the shared time that it may be at the most
	 * @param manyCalls more calls than there can be
	 * @param window how long a call counts for the caller
	 * @param longestWindow how long anybody's may count
	 * @param grace how long no call is permitted in a new epoch
	 * @param pause for how long the caller knows that no call is permitted
	 * @param newest the caller's newest call that Redis knew
	 * @param attempt the call to take, or {@code null} for none
	 * @param reports calls that Redis does not know yet
	 */
	record Request(String epoch, String freshEpoch, long seen, long latest, long manyCalls, Duration window,
			Duration longestWindow, Duration grace, Duration pause, Known newest, @Nullable Attempt attempt,
			List<Report> reports) {

	}

	/**
	 * @param most how many calls there may be afterwards
	 * @param spread the pause to the next call of its kind, or zero for none
	 * @param catchUp how late a call may be and still catch up
	 * @param all how many calls there may be whoever they are for
	 * @param patience how long the background goes without a call before its next one
	 * goes first
	 */
	record Attempt(String call, int most, Duration spread, Duration catchUp, int all, Duration patience) {

		static final Attempt NONE = new Attempt("", 0, Duration.ZERO, Duration.ZERO, 0, Duration.ZERO);

	}

	record Report(String call, Duration age) {

	}

	/**
	 * @param time the shared time at which it was made
	 */
	record Known(String call, long time) {

		static final Known NONE = new Known("", 0);

	}

	/**
	 * @param time the shared time
	 * @param untilNext how long it is until a call may be left
	 * @param pause how long no call is permitted
	 * @param calls how many calls are in the window
	 */
	record Answer(String epoch, long time, boolean taken, Duration untilNext, Duration pause, int calls) {

	}

}
