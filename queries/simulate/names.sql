-- Family and given names of many origins, combined by chance. Any likeness to a person is chance too.
create table sim.family_name as
select row_number() over (order by sim.key('family', ord)) as place, name
from unnest([
    'Abara', 'Abdi', 'Acheampong', 'Adler', 'Aguilar', 'Ahmed', 'Akhtar', 'Alvarado', 'Amari', 'Andersen',
    'Aoki', 'Arslan', 'Asante', 'Baker', 'Banerjee', 'Barros', 'Baumann', 'Becker', 'Bello', 'Bennett',
    'Bergström', 'Bianchi', 'Boateng', 'Bondarenko', 'Boucher', 'Brennan', 'Brooks', 'Cardoso', 'Carlsson',
    'Castillo', 'Chaudhry', 'Chen', 'Cho', 'Chowdhury', 'Collins', 'Conti', 'Cruz', 'Dang', 'Das', 'Delgado',
    'Demir', 'Desai', 'Diallo', 'Dimitrova', 'Dubois', 'Duong', 'Edwards', 'Eriksen', 'Espinoza', 'Farah',
    'Fernandes', 'Fischer', 'Fitzgerald', 'Flores', 'Foster', 'Fujimoto', 'Gallagher', 'García', 'Gebre',
    'Ghosh', 'Gonzalez', 'Greene', 'Gupta', 'Haddad', 'Hakimi', 'Hansen', 'Harris', 'Hashimoto', 'Hayes',
    'Hernandez', 'Hoang', 'Hoffmann', 'Horvat', 'Hughes', 'Hussain', 'Ibrahim', 'Ilić', 'Ito', 'Iyer',
    'Jackson', 'Jansen', 'Jiménez', 'Johansson', 'Joshi', 'Kaplan', 'Kapoor', 'Karimi', 'Kaya', 'Keller',
    'Khan', 'Kim', 'Kowalczyk', 'Kumar', 'Kuznetsova', 'Lam', 'Larsen', 'Lavoie', 'Le', 'Lee', 'Li', 'Lindholm',
    'Lopez', 'Mahmoud', 'Malik', 'Marques', 'Martin', 'Mbeki', 'McCarthy', 'Mehta', 'Mensah', 'Meyer', 'Miller',
    'Mitchell', 'Mohammed', 'Montgomery', 'Morales', 'Moreau', 'Murphy', 'Mwangi', 'Nakamura', 'Navarro',
    'Nguyen', 'Novák', 'Nwosu', 'Nyström', 'Obi', 'O''Connor', 'Okafor', 'Oliveira', 'Ortiz', 'Osei', 'Owusu',
    'Ozturk', 'Papadopoulos', 'Park', 'Patel', 'Peralta', 'Pereira', 'Petrov', 'Pham', 'Popescu', 'Quinn',
    'Rahman', 'Ramirez', 'Reddy', 'Reyes', 'Rivera', 'Robinson', 'Romano', 'Rossi', 'Ruiz', 'Saito', 'Salazar',
    'Sandoval', 'Santos', 'Schneider', 'Schwartz', 'Sharma', 'Shrestha', 'Silva', 'Singh', 'Sokolov', 'Soto',
    'Stewart', 'Sullivan', 'Suzuki', 'Svensson', 'Tadesse', 'Takahashi', 'Tan', 'Taylor', 'Thompson', 'Torres',
    'Tran', 'Turner', 'Vargas', 'Vasquez', 'Venkataraman', 'Virtanen', 'Vu', 'Walker', 'Wang', 'Weber',
    'Whitfield', 'Williams', 'Wójcik', 'Wong', 'Wright', 'Yamada', 'Yang', 'Yilmaz', 'Yoon', 'Young', 'Zhang',
    'Zhou', 'Ziegler'
]) with ordinality as t(name, ord);

create table sim.given_name as
select row_number() over (order by sim.key('given', ord)) as place, name
from unnest([
    'Aaron', 'Abigail', 'Adaeze', 'Adrian', 'Aisha', 'Alejandro', 'Alice', 'Amara', 'Amit', 'Ana', 'Andrew',
    'Anika', 'Anthony', 'Arjun', 'Astrid', 'Ayumi', 'Beatriz', 'Ben', 'Bilal', 'Camille', 'Carlos', 'Caroline',
    'Chidi', 'Claire', 'Daniel', 'David', 'Deepa', 'Diego', 'Elena', 'Elif', 'Emeka', 'Emily', 'Emre', 'Erik',
    'Esther', 'Eva', 'Farid', 'Fatima', 'Gabriel', 'Grace', 'Hana', 'Hannah', 'Haruki', 'Hassan', 'Helen',
    'Hugo', 'Ian', 'Ingrid', 'Isabel', 'Ivan', 'Jacob', 'James', 'Jana', 'Jasmine', 'Javier', 'Ji-woo', 'Joanna',
    'John', 'Jonas', 'Jorge', 'Joseph', 'Julia', 'Kamal', 'Karin', 'Katherine', 'Kavya', 'Kenji', 'Kevin',
    'Kofi', 'Laila', 'Laura', 'Leah', 'Leo', 'Lien', 'Lina', 'Linh', 'Lucas', 'Lucia', 'Magnus', 'Maria', 'Mark',
    'Marta', 'Mateo', 'Maya', 'Mei', 'Michael', 'Mina', 'Mohamed', 'Monica', 'Nadia', 'Nathan', 'Neha',
    'Nicholas', 'Nikolai', 'Nina', 'Noah', 'Noor', 'Olivia', 'Omar', 'Oscar', 'Paul', 'Petra', 'Priya', 'Rachel',
    'Rahul', 'Ravi', 'Rebecca', 'Rohan', 'Rosa', 'Ryan', 'Samir', 'Samuel', 'Sandra', 'Sara', 'Sean', 'Sofia',
    'Stefan', 'Stephanie', 'Sunita', 'Tariq', 'Thanh', 'Theresa', 'Thomas', 'Tomás', 'Valentina', 'Victor',
    'Wei', 'William', 'Xin', 'Yasmin', 'Yuki', 'Yusuf', 'Zara', 'Zoe'
]) with ordinality as t(name, ord);
