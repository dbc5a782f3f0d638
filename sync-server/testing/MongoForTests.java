import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.MongoVersion;
import de.bwaldvogel.mongo.backend.h2.H2Backend;
import de.bwaldvogel.mongo.bson.Document;
import io.netty.channel.Channel;
import java.util.List;
import java.util.Set;
import org.h2.mvstore.MVStore;

/**
 * A server that speaks MongoDB's wire protocol, for machines without one: java -cp 'jars/*' MongoForTests.java FILE PORT
 * It answers a write only when the file holds it, as the relay asks by w: majority and j: true, so it may be killed.
 */
public class MongoForTests {
  private static final Set<String> WRITES =
      Set.of("insert", "update", "delete", "findAndModify", "createIndexes", "create", "drop", "dropDatabase");

  /** Wire version 13 is that of MongoDB 5.0, the oldest that a driver of today takes. */
  private static final MongoVersion VERSION =
      new MongoVersion() {
        @Override
        public List<Integer> getVersionArray() {
          return List.of(5, 0, 0, 0);
        }

        @Override
        public int getWireVersion() {
          return 13;
        }
      };

  private static class DurableBackend extends H2Backend {
    DurableBackend(MVStore store) {
      super(store);
      version(VERSION);
    }

    @Override
    public Document handleCommand(Channel channel, String database, String command, Document query) {
      Document answer = super.handleCommand(channel, database, command, query);
      if (WRITES.contains(command)) {
        getMvStore().commit();
        getMvStore().sync();
      }
      return answer;
    }
  }

  public static void main(String[] args) {
    MVStore store = new MVStore.Builder().fileName(args[0]).open();
    MongoServer server = new MongoServer(new DurableBackend(store));
    server.bind("127.0.0.1", Integer.parseInt(args[1]));
    System.out.println("listening " + server.getLocalAddress().getPort());
  }
}
